//! A REST client that believes nothing: every reply is checked against the OpenAPI document.

use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;

use crate::{Document, Reply};

/// Where the API lives.
const API: &str = "/api/v1";

/// How long a server may take to start; far more than it does.
const START: Duration = Duration::from_secs(30);

/// A client of one running server.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    document: Document,
}

/// A request that is being put together.
#[derive(Debug)]
pub struct Request<'a> {
    client: &'a Client,
    method: Method,
    path: String,
    builder: reqwest::RequestBuilder,
}

impl Client {
    /// A client of the server at `base` (`http://127.0.0.1:1234`).
    #[must_use]
    pub fn new(base: &str, document: Document) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none());
        let http = http.build().expect("the client can be built");
        Self::over(http, base, document)
    }

    /// The same with connections of its own, as a client has them that knows an authority of the server's.
    #[must_use]
    pub fn over(http: reqwest::Client, base: &str, document: Document) -> Self {
        Self {
            http,
            base: base.to_owned(),
            document,
        }
    }

    /// A client of the server that writes its address into this file once it is ready.
    pub async fn when_ready(address_file: &Path, document: Document) -> Self {
        let ready = async {
            loop {
                match std::fs::read_to_string(address_file) {
                    Ok(address) => return format!("http://{}", address.trim()),
                    Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
                }
            }
        };
        let base = tokio::time::timeout(START, ready)
            .await
            .expect("the server becomes ready");
        Self::new(&base, document)
    }

    /// Where the server listens, `host:port`.
    #[must_use]
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// A request to a path below `/api/v1`.
    #[must_use]
    pub fn api(&self, method: Method, path: &str) -> Request<'_> {
        self.request(method, &format!("{API}{path}"))
    }

    /// A request to a path at the root.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request<'_> {
        let builder = self
            .http
            .request(method.clone(), format!("{}{path}", self.base));
        Request {
            client: self,
            method,
            path: path.to_owned(),
            builder,
        }
    }

    /// `GET` below `/api/v1`.
    #[must_use]
    pub fn get(&self, path: &str) -> Request<'_> {
        self.api(Method::GET, path)
    }

    /// `POST` of a JSON body below `/api/v1`.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.api(Method::POST, path).json(body).send().await
    }

    /// `GET /users/me` with a token.
    pub async fn me(&self, token: &str) -> Reply {
        self.get("/users/me").bearer(token).send().await
    }
}

impl Request<'_> {
    /// Adds a bearer token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Adds a header field.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.builder = self.builder.json(body);
        self
    }

    /// Sets a body as it is.
    #[must_use]
    pub fn body(mut self, content_type: &str, body: impl Into<reqwest::Body>) -> Self {
        self.builder = self.builder.header("content-type", content_type).body(body);
        self
    }

    /// Sends the request and checks the reply against the document.
    pub async fn send(self) -> Reply {
        let sent = Instant::now();
        let response = self.builder.send().await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("the body arrives");
        let reply = Reply {
            status,
            headers,
            text,
            took: sent.elapsed(),
        };
        self.client
            .document
            .check(self.method.as_str(), &self.path, &reply);
        reply
    }
}
