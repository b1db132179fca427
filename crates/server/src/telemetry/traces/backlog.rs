//! What waits to be sent: a bounded number of spans. Those that do not fit, or that nobody takes, are lost and
//! counted; nobody waits for them.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use opentelemetry::Context;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Span, SpanData, SpanExporter, SpanProcessor,
};

/// Most spans that wait.
const CAPACITY: usize = 2048;

/// Counts spans from their end to their arrival.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    waiting: AtomicUsize,
    lost: AtomicUsize,
    away: AtomicBool,
}

impl Backlog {
    /// Sends batches through this exporter.
    pub(super) fn processor(exporter: impl SpanExporter + 'static) -> impl SpanProcessor + 'static {
        Self::default().processor_of(exporter, CAPACITY)
    }

    fn processor_of(
        self,
        exporter: impl SpanExporter + 'static,
        capacity: usize,
    ) -> BoundedProcessor {
        let backlog = Arc::new(self);
        let config = BatchConfigBuilder::default().with_max_queue_size(CAPACITY);
        let exporter = CountingExporter {
            exporter,
            backlog: Arc::clone(&backlog),
        };
        let batches = BatchSpanProcessor::builder(exporter).with_batch_config(config.build());
        BoundedProcessor {
            batches: batches.build(),
            backlog,
            capacity,
        }
    }

    /// Notes what became of a batch, and says so when it is not what became of the last one.
    fn sent(&self, spans: usize, arrived: bool) {
        self.waiting.fetch_sub(spans, Ordering::Relaxed);
        if !arrived {
            self.lost.fetch_add(spans, Ordering::Relaxed);
        }
        let was_away = self.away.swap(!arrived, Ordering::Relaxed);
        let lost = self.lost.load(Ordering::Relaxed);
        match (arrived, was_away) {
            (false, false) => tracing::warn!("traces are not taken; spans are lost until they are"),
            (true, true) => tracing::info!(lost, "traces are taken again"),
            _ => {}
        }
    }
}

struct BoundedProcessor {
    batches: BatchSpanProcessor,
    backlog: Arc<Backlog>,
    capacity: usize,
}

/// Without what it sends through, which holds the header fields of its requests.
impl fmt::Debug for BoundedProcessor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.backlog.fmt(f)
    }
}

impl SpanProcessor for BoundedProcessor {
    fn on_start(&self, _span: &mut Span, _context: &Context) {}

    fn on_end(&self, span: SpanData) {
        if !span.span_context.is_sampled() {
            return;
        }
        if self.backlog.waiting.fetch_add(1, Ordering::Relaxed) < self.capacity {
            self.batches.on_end(span);
        } else {
            self.backlog.waiting.fetch_sub(1, Ordering::Relaxed);
            self.backlog.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.batches.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        let outcome = self.batches.shutdown_with_timeout(timeout);
        let lost = self.backlog.lost.load(Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "spans were lost");
        }
        outcome
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.batches.set_resource(resource);
    }
}

struct CountingExporter<E> {
    exporter: E,
    backlog: Arc<Backlog>,
}

impl<E> fmt::Debug for CountingExporter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.backlog.fmt(f)
    }
}

impl<E: SpanExporter> SpanExporter for CountingExporter<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        let outcome = self.exporter.export(batch).await;
        self.backlog.sent(spans, outcome.is_ok());
        outcome
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use opentelemetry::trace::{Tracer as _, TracerProvider as _};
    use opentelemetry_sdk::error::OTelSdkError;
    use opentelemetry_sdk::trace::SdkTracerProvider;

    use super::*;

    /// A collector that answers when it is told what.
    #[derive(Debug)]
    struct Stuck(Mutex<Receiver<bool>>);

    impl SpanExporter for Stuck {
        async fn export(&self, _batch: Vec<SpanData>) -> OTelSdkResult {
            let arrived = self.0.lock().unwrap().recv().unwrap_or_default();
            let away = || OTelSdkError::InternalFailure("away".to_owned());
            arrived.then_some(()).ok_or_else(away)
        }
    }

    fn provider(capacity: usize) -> (SdkTracerProvider, Arc<Backlog>, Sender<bool>) {
        let (answer, answers) = channel();
        let exporter = Stuck(Mutex::new(answers));
        let processor = Backlog::default().processor_of(exporter, capacity);
        let backlog = Arc::clone(&processor.backlog);
        let provider = SdkTracerProvider::builder().with_span_processor(processor);
        (provider.build(), backlog, answer)
    }

    fn spans(provider: &SdkTracerProvider, count: usize) {
        let tracer = provider.tracer("test");
        (0..count).for_each(|_| drop(tracer.start("span")));
    }

    #[test]
    fn what_does_not_fit_is_lost_and_counted_and_nobody_waits() {
        let (provider, backlog, answer) = provider(3);
        spans(&provider, 5);
        assert_eq!(backlog.waiting.load(Ordering::Relaxed), 3);
        assert_eq!(backlog.lost.load(Ordering::Relaxed), 2);

        answer.send(true).unwrap();
        provider.force_flush().unwrap();
        assert_eq!(backlog.waiting.load(Ordering::Relaxed), 0);
        assert_eq!(backlog.lost.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn what_nobody_takes_is_lost_and_counted() {
        let (provider, backlog, answer) = provider(3);
        spans(&provider, 2);
        answer.send(false).unwrap();
        assert!(provider.force_flush().is_err());
        assert_eq!(backlog.waiting.load(Ordering::Relaxed), 0);
        assert_eq!(backlog.lost.load(Ordering::Relaxed), 2);
    }
}
