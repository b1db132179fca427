//! All metrics as one text.

use std::sync::Arc;

use domain::ports::{HealthProbe, StorageMonitor};
use metrics_exporter_prometheus::PrometheusHandle;

use super::gauges::Gauges;
use super::standing::StandingSource;
use crate::adapters::remembered_health::remembered;
use crate::builder::Assembly;

/// Puts together what was counted and what is looked up.
pub(super) struct Exposition {
    counted: PrometheusHandle,
    standing: StandingSource,
    monitor: Arc<dyn StorageMonitor>,
    /// What the server depends on. Each answers at once, with what it remembers.
    dependencies: Vec<Arc<dyn HealthProbe>>,
}

impl Exposition {
    pub(super) fn new(counted: PrometheusHandle, assembly: &Assembly) -> Self {
        let probes = assembly.probes.iter();
        Self {
            counted,
            standing: StandingSource::new(&assembly.ports),
            monitor: assembly.ports.storage.monitor.clone(),
            dependencies: probes.cloned().map(at_once).collect(),
        }
    }

    /// The text. It is there within two seconds, whatever is away.
    pub(super) async fn text(&self) -> String {
        let gauges = Gauges {
            standing: self.standing.now().await,
            connections: self.monitor.connections(),
            dependencies: self.dependencies().await,
        };
        self.counted.render() + &gauges.render()
    }

    /// Takes in what was counted since: until then every measured duration is kept by itself. Call it every few seconds,
    /// since nobody may ever look.
    pub(super) fn take_in(&self) {
        self.counted.run_upkeep();
    }

    async fn dependencies(&self) -> Vec<(&'static str, bool)> {
        let mut parts = Vec::new();
        for probe in &self.dependencies {
            parts.push((probe.name(), probe.check().await.is_ok()));
        }
        parts
    }
}

/// What is required is asked each time elsewhere, and takes its time.
fn at_once(probe: Arc<dyn HealthProbe>) -> Arc<dyn HealthProbe> {
    if probe.is_required() {
        remembered(probe)
    } else {
        probe
    }
}
