//! The one table of paths and methods, made from the document.

use std::sync::Arc;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{OpenApi, PathItem};

/// Every documented path with the methods it answers.
pub(crate) struct RouteTable(Vec<Route>);

struct Route {
    template: Arc<str>,
    pattern: ResourceDef,
    methods: Vec<Method>,
    /// Those of them that are documented to need a token.
    protected: Vec<Method>,
    allow: HeaderValue,
}

/// A path that was found in the table.
pub(crate) struct Found<'t> {
    route: &'t Route,
    other_slash: bool,
}

/// What to do with a method on a known path.
pub(crate) enum Verdict {
    /// Let the handler of this method answer.
    Serve(Method),
    /// Say which methods there are (OPTIONS).
    Describe(HeaderValue),
    /// Not a method of this path.
    Refuse(HeaderValue),
}

impl RouteTable {
    /// Makes the table. A path with a literal segment comes before one with a parameter in its place.
    pub(crate) fn new(api: &OpenApi) -> Self {
        let paths = api.paths.paths.iter();
        let mut routes: Vec<_> = paths.map(|(path, item)| Route::new(path, item)).collect();
        routes.sort_by_cached_key(|route| specificity(&route.template));
        Self(routes)
    }

    /// Finds a path, with or without the trailing slash of its documented form.
    pub(crate) fn find(&self, path: &str) -> Option<Found<'_>> {
        let other = path
            .strip_suffix('/')
            .map_or_else(|| format!("{path}/"), str::to_owned);
        let exact = self.matching(path).map(|route| Found {
            route,
            other_slash: false,
        });
        exact.or_else(|| {
            self.matching(&other).map(|route| Found {
                route,
                other_slash: true,
            })
        })
    }

    fn matching(&self, path: &str) -> Option<&Route> {
        self.0.iter().find(|route| route.pattern.is_match(path))
    }
}

impl Route {
    fn new(template: &str, item: &PathItem) -> Self {
        let methods = methods_of(item, |_| true);
        Self {
            template: template.into(),
            pattern: ResourceDef::new(template),
            allow: allow_header(&methods),
            protected: methods_of(item, |operation| operation.security.is_some()),
            methods,
        }
    }
}

impl Found<'_> {
    /// The path as the document lists it.
    pub(crate) fn template(&self) -> &Arc<str> {
        &self.route.template
    }

    /// Whether the request has a trailing slash that the document has not, or the other way round.
    pub(crate) const fn needs_other_slash(&self) -> bool {
        self.other_slash
    }

    /// Whether the operation of this method needs a token.
    pub(crate) fn is_protected(&self, method: &Method) -> bool {
        self.route.protected.contains(method)
    }

    /// What to do with this method. HEAD is answered as GET; the connection leaves the body out.
    pub(crate) fn judge(&self, method: &Method) -> Verdict {
        let handler = if method == Method::HEAD {
            Method::GET
        } else {
            method.clone()
        };
        if self.route.methods.contains(&handler) {
            Verdict::Serve(handler)
        } else if method == Method::OPTIONS {
            Verdict::Describe(self.route.allow.clone())
        } else {
            Verdict::Refuse(self.route.allow.clone())
        }
    }
}

fn specificity(template: &str) -> Vec<bool> {
    template
        .split('/')
        .map(|segment| segment.starts_with('{'))
        .collect()
}

fn methods_of(item: &PathItem, is_wanted: impl Fn(&Operation) -> bool) -> Vec<Method> {
    let documented = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ];
    let wanted = documented
        .into_iter()
        .filter(|(_, operation)| operation.as_ref().is_some_and(&is_wanted));
    wanted.map(|(method, _)| method).collect()
}

fn allow_header(methods: &[Method]) -> HeaderValue {
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if methods.contains(&Method::GET) {
        names.push("HEAD");
    }
    names.push("OPTIONS");
    HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}
