//! Documents header fields where they must not look like arguments.

use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr, Required};

use super::operations::operations;

/// Says in the description which optional fields an operation takes, where it takes nothing else.
///
/// Generators make a function without arguments of an operation without parameters. Clients of the template pass such
/// functions on as values (`queryFn: UsersService.readUserMe`), which an argument that theirs does not have would break.
pub(super) fn describe_sole_fields(api: &mut OpenApi) {
    let operations = api.paths.paths.values_mut().flat_map(operations);
    for operation in operations.filter(|it| it.request_body.is_none()) {
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
