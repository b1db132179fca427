//! Changes of Portico's document, to see the comparison fail and pass.

use serde_json::{Value, json};

pub(crate) type Mutation = fn(&mut Value);

/// Each with the difference that it makes.
pub(crate) const BREAKING: &[(Mutation, &str)] = &[
    (
        |it| rename(&mut it["paths"], "/api/v1/items/", "/api/v1/items"),
        "get /api/v1/items/: is missing",
    ),
    (
        |it| rename(&mut it["paths"]["/api/v1/items/{id}"], "put", "patch"),
        "put /api/v1/items/{id}: is missing",
    ),
    (
        |it| operation(it, "get", "/users/me")["operationId"] = json!("users-me"),
        "get /api/v1/users/me: operationId is \"users-me\", not \"users-read_user_me\"",
    ),
    (
        |it| operation(it, "get", "/users/me")["tags"] = json!(["me"]),
        "get /api/v1/users/me: tags is [\"me\"], not [\"users\"]",
    ),
    (
        |it| remove(operation(it, "get", "/users/me"), "security"),
        "get /api/v1/users/me: who may call it differs",
    ),
    (
        |it| add_parameter(operation(it, "get", "/users/me"), "If-None-Match", false),
        "get /api/v1/users/me: takes something, and nothing there",
    ),
    (
        |it| parameter(it, "get", "/items/", "skip")["name"] = json!("offset"),
        "get /api/v1/items/: query skip: is missing",
    ),
    (
        |it| parameter(it, "get", "/items/", "skip")["required"] = json!(true),
        "get /api/v1/items/: query skip: is required on one side only",
    ),
    (
        |it| parameter(it, "get", "/items/", "skip")["schema"] = json!({"type": "string"}),
        "get /api/v1/items/: query skip: is \"string\", not \"integer\"",
    ),
    (
        |it| add_parameter(operation(it, "get", "/items/"), "tenant", true),
        "get /api/v1/items/: header tenant is required",
    ),
    (
        |it| {
            rename(
                form_of_log_in(it),
                "application/x-www-form-urlencoded",
                "text/plain",
            );
        },
        "post /api/v1/login/access-token: Sent application/x-www-form-urlencoded: is missing",
    ),
    (
        |it| {
            let items = json!({"required": true, "content": {}});
            operation(it, "get", "/items/")["requestBody"] = items;
        },
        "get /api/v1/items/: the body is required",
    ),
    (
        |it| {
            rename(
                &mut operation(it, "post", "/utils/test-email/")["responses"],
                "201",
                "202",
            );
        },
        "post /api/v1/utils/test-email/: status 201 is missing",
    ),
    (
        |it| {
            let reply = &mut operation(it, "get", "/items/")["responses"]["200"];
            let schema = &mut reply["content"]["application/json"]["schema"];
            *schema = json!({"$ref": "#/components/schemas/ItemPage"});
        },
        "get /api/v1/items/: Received application/json: is \"#/components/schemas/ItemPage\", \
         not \"#/components/schemas/ItemsPublic\"",
    ),
    (
        |it| rename(&mut it["components"]["schemas"], "Message", "Notice"),
        "Message: is missing",
    ),
    (
        |it| rename(properties(it, "UserPublic"), "full_name", "name"),
        "Received UserPublic.full_name: is missing",
    ),
    (
        |it| schema(it, "ItemPublic")["required"] = json!(["title", "id"]),
        "Received ItemPublic.owner_id: is optional",
    ),
    (
        |it| properties(it, "ItemPublic")["id"] = json!({"type": "string"}),
        "Received ItemPublic.id: format is null, not \"uuid\"",
    ),
    (
        |it| properties(it, "ItemPublic")["title"]["type"] = json!(["string", "null"]),
        "Received ItemPublic.title: can be null",
    ),
    (
        |it| properties(it, "ItemsPublic")["data"]["items"] = json!({"type": "object"}),
        "Received ItemsPublic.data: is \"object\", not \"#/components/schemas/ItemPublic\"",
    ),
    (
        |it| properties(it, "ItemCreate")["description"]["type"] = json!("string"),
        "Sent ItemCreate.description: cannot be null",
    ),
    (
        |it| properties(it, "ItemCreate")["title"]["maxLength"] = json!(100),
        "Sent ItemCreate.title: maxLength is 100, not 255",
    ),
    (
        |it| schema(it, "ItemCreate")["required"] = json!(["title", "description"]),
        "Sent ItemCreate.description: is required",
    ),
    (
        |it| {
            properties(it, "UserUpdateMe")["current_password"] = json!({"type": "string"});
            schema(it, "UserUpdateMe")["required"] = json!(["current_password"]);
        },
        "Sent UserUpdateMe.current_password: is required",
    ),
];

/// Each with what it does.
pub(crate) const HARMLESS: &[(&str, Mutation)] = &[
    ("a further operation", |it| {
        it["paths"]["/api/v1/things/"] = json!({"get": {"operationId": "things-read_things"}});
    }),
    ("a further parameter", |it| {
        add_parameter(operation(it, "get", "/items/"), "If-None-Match", false);
    }),
    ("a further field of a reply", |it| {
        properties(it, "ItemPublic")["colour"] = json!({"type": "string"});
    }),
    ("a further field of a request", |it| {
        properties(it, "ItemCreate")["colour"] = json!({"type": "string"});
    }),
    ("null in another notation", |it| {
        properties(it, "ItemCreate")["description"] =
            json!({"anyOf": [{"type": "string", "maxLength": 255}, {"type": "null"}]});
        properties(it, "ItemPublic")["description"] =
            json!({"type": ["null", "string"], "maxLength": 255});
    }),
    ("a field of a reply that is never null", |it| {
        properties(it, "UserPublic")["full_name"] = json!({"type": "string", "maxLength": 255});
    }),
];

fn operation<'a>(document: &'a mut Value, method: &str, path: &str) -> &'a mut Value {
    &mut document["paths"][format!("/api/v1{path}")][method]
}

fn parameter<'a>(document: &'a mut Value, method: &str, path: &str, name: &str) -> &'a mut Value {
    let parameters = operation(document, method, path)["parameters"].as_array_mut();
    let mut parameters = parameters.expect("the operation has parameters").iter_mut();
    let found = parameters.find(|parameter| parameter["name"] == name);
    found.expect("the parameter is documented")
}

fn add_parameter(operation: &mut Value, name: &str, required: bool) {
    let schema = json!({"type": "string"});
    let parameter = json!({"name": name, "in": "header", "required": required, "schema": schema});
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(parameter),
        None => operation["parameters"] = json!([parameter]),
    }
}

fn form_of_log_in(document: &mut Value) -> &mut Value {
    &mut operation(document, "post", "/login/access-token")["requestBody"]["content"]
}

fn schema<'a>(document: &'a mut Value, name: &str) -> &'a mut Value {
    &mut document["components"]["schemas"][name]
}

fn properties<'a>(document: &'a mut Value, name: &str) -> &'a mut Value {
    &mut schema(document, name)["properties"]
}

fn rename(value: &mut Value, from: &str, to: &str) {
    value[to] = value[from].take();
    remove(value, from);
}

fn remove(value: &mut Value, name: &str) {
    let members = value.as_object_mut().expect("an object");
    members.remove(name).expect("the member is there");
}
