//! The HTTP adapter: routes, problem details, OpenAPI
#![forbid(unsafe_code)]
