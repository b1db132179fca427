//! What the HTTP adapter counts. Where a process keeps no metrics, nothing is counted.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use metrics::{
    SharedString, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge,
    histogram,
};

const REQUESTS: &str = "portico_http_requests_total";
const DURATION: &str = "portico_http_request_duration_seconds";
const IN_FLIGHT: &str = "portico_http_requests_in_flight";
const ABANDONED: &str = "portico_http_requests_abandoned_total";

/// Stands for every path that the document does not list, and for what was answered before the path was looked at.
const UNKNOWN_ROUTE: &str = "unknown";
/// Stands for every method that no route has: clients may make up as many as they like.
const OTHER_METHOD: &str = "other";

/// Tells the recorder of the process what the metrics of this crate mean.
pub fn describe_metrics() {
    describe_counter!(
        REQUESTS,
        "Answered requests, by method, route as the API document writes it (`unknown` for every other path), and \
         status."
    );
    describe_histogram!(
        DURATION,
        Unit::Seconds,
        "How long a request took until the head of its reply, by method and route."
    );
    describe_gauge!(IN_FLIGHT, "Requests that are being answered.");
    gauge!(IN_FLIGHT).increment(0);
    describe_counter!(
        ABANDONED,
        "Requests that their client took back, or hung up on, before there was an answer."
    );
    counter!(ABANDONED).increment(0);
}

/// One more request that is being answered, until it is dropped: a client that goes away takes its own along.
pub(crate) struct InFlight {
    is_answered: bool,
}

impl InFlight {
    pub(crate) fn begin() -> Self {
        gauge!(IN_FLIGHT).increment(1);
        Self { is_answered: false }
    }

    /// Ends with an answer.
    pub(crate) fn answered(mut self) {
        self.is_answered = true;
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        gauge!(IN_FLIGHT).decrement(1);
        if !self.is_answered {
            counter!(ABANDONED).increment(1);
        }
    }
}

/// Counts an answered request.
pub(crate) fn count_request(
    method: &Method,
    route: Option<&Arc<str>>,
    status: StatusCode,
    took: Duration,
) {
    let method = method_label(method);
    let route = route.map_or(SharedString::const_str(UNKNOWN_ROUTE), |route| {
        SharedString::from(Arc::clone(route))
    });
    let status = status.as_str().to_owned();
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    histogram!(DURATION, "method" => method, "route" => route).record(took);
}

fn method_label(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let known = KNOWN.into_iter().find(|known| *known == method.as_str());
    known.unwrap_or(OTHER_METHOD)
}

#[cfg(test)]
mod tests {
    use metrics::with_local_recorder;
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    #[test]
    fn what_no_client_waits_for_is_counted_as_such() {
        let recorder = PrometheusBuilder::new().build_recorder();
        with_local_recorder(&recorder, || {
            InFlight::begin().answered();
            drop(InFlight::begin());
            drop(InFlight::begin());
        });
        let text = recorder.handle().render();
        assert!(
            text.contains("portico_http_requests_abandoned_total 2\n"),
            "{text}"
        );
        assert!(
            text.contains("portico_http_requests_in_flight 0\n"),
            "{text}"
        );
    }

    #[test]
    fn methods_that_clients_make_up_are_one() {
        for method in [Method::GET, Method::OPTIONS, Method::DELETE] {
            assert_eq!(method_label(&method), method.as_str());
        }
        for made_up in ["TRACE", "get", "MKCOL", "X1"] {
            let method = Method::from_bytes(made_up.as_bytes()).unwrap();
            assert_eq!(method_label(&method), OTHER_METHOD);
        }
    }
}
