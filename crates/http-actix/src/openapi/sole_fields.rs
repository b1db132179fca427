//! Documents header fields where they must not look like arguments.

use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr, Required};

use super::operations::operations;

/// Operations of the template that take no arguments there, and header fields here.
const WITHOUT_ARGUMENTS: &[&str] = &["users-read_user_me", "users-delete_user_me"];

/// Says in the description which optional fields such an operation takes.
///
/// Generators make a function without arguments of an operation without parameters. Clients of the template pass such
/// functions on as values (`queryFn: UsersService.readUserMe`), which an argument that theirs does not have would break.
pub(super) fn describe_sole_fields(api: &mut OpenApi) {
    let operations = api.paths.paths.values_mut().flat_map(operations);
    for operation in operations.filter(|it| takes_no_arguments(it)) {
        let sole = operation
            .parameters
            .take_if(|all| all.iter().all(|it| optional_field(it).is_some()));
        let sole = sole.unwrap_or_default();
        for field in sole.iter().filter_map(optional_field) {
            let description = operation.description.get_or_insert_default();
            description.push_str(&sentence(field));
        }
    }
}

fn takes_no_arguments(operation: &Operation) -> bool {
    let id = operation.operation_id.as_deref();
    id.is_some_and(|id| WITHOUT_ARGUMENTS.contains(&id))
}

fn optional_field(parameter: &RefOr<Parameter>) -> Option<&Parameter> {
    match parameter {
        RefOr::T(it) if it.parameter_in == ParameterIn::Header => {
            (it.required == Required::False).then_some(it)
        }
        _ => None,
    }
}

fn sentence(field: &Parameter) -> String {
    let meaning = field.description.as_deref().unwrap_or_default();
    format!("\n\nTakes the header field `{}`. {meaning}", field.name)
}
