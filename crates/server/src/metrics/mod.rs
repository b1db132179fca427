//! Metrics in the text form of Prometheus, on a port of their own (ADR 0026).
//!
//! What happens is counted where it happens, through the `metrics` facade, into the recorder of the process
//! ([`recorder`]). What only somebody else knows, such as how many sessions are live, is asked for when somebody looks
//! ([`standing`], [`gauges`]). Nothing here decides about anything: a server without metrics behaves alike.

mod exposition;
mod gauges;
mod listener;
mod recorder;
mod standing;
#[cfg(test)]
mod tests;

pub(crate) use listener::{MetricsListener, MetricsServer, beside};
