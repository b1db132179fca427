//! All metrics as one text.

use std::sync::Arc;

use domain::ports::{HealthProbe, StorageMonitor};
use metrics_exporter_prometheus::PrometheusHandle;

use super::gauges::Gauges;
use super::standing::StandingSource;
use crate::builder::Assembly;

/// Puts together what was counted and what is looked up.
pub(super) struct Exposition {
    counted: PrometheusHandle,
    standing: StandingSource,
    monitor: Arc<dyn StorageMonitor>,
    /// What the server can do without. Each answers at once, with what it remembers.
    optional: Vec<Arc<dyn HealthProbe>>,
}

impl Exposition {
    pub(super) fn new(counted: PrometheusHandle, assembly: &Assembly) -> Self {
        let probes = assembly.probes.iter();
        Self {
            counted,
            standing: StandingSource::new(&assembly.ports),
            monitor: assembly.ports.storage.monitor.clone(),
            optional: probes
                .filter(|probe| !probe.is_required())
                .cloned()
                .collect(),
        }
    }

    /// The text. It is there within two seconds, whatever is away.
    pub(super) async fn text(&self) -> String {
        let gauges = Gauges {
            standing: self.standing.now().await,
            connections: self.monitor.connections(),
            optional: self.optional().await,
        };
        self.counted.render() + &gauges.render()
    }

    /// Takes in what was counted since: until then every measured duration is kept by itself. Call it every few seconds,
    /// since nobody may ever look.
    pub(super) fn take_in(&self) {
        self.counted.run_upkeep();
    }

    async fn optional(&self) -> Vec<(&'static str, bool)> {
        let mut parts = Vec::new();
        for probe in &self.optional {
            parts.push((probe.name(), probe.check().await.is_ok()));
        }
        parts
    }
}
