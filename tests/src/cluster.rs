//! Several instances on one database.

use std::sync::Arc;

use tempfile::TempDir;

use crate::{App, SetUp, ShiftedClock};

/// The ring that instances of one test share; made for it, worth nothing elsewhere.
const SHARED_KEYS: &str = "shared:MgpSLU1HAEiuYvln2G7vGE-eFAW5W0NA925dBB_nsBc";

/// What instances share: a new PostgreSQL database, a Redis, their keys and a clock.
pub struct Cluster {
    variables: Vec<(String, String)>,
    clock: Arc<ShiftedClock>,
    folder: Arc<TempDir>,
}

impl Cluster {
    /// A new database, and these environment variables for every instance.
    #[must_use]
    pub fn new(further: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = SetUp::ScaleOut.variables(folder.path());
        variables.extend(owned(&[("PORTICO__TOKENS__KEYS", SHARED_KEYS)]));
        variables.extend(owned(further));
        Self {
            variables,
            clock: Arc::default(),
            folder: Arc::new(folder),
        }
    }

    /// Starts one more instance, with environment variables of its own, and waits until it is ready.
    pub async fn start(&self, own: &[(&str, &str)]) -> App {
        let variables = self.variables(own);
        App::launch(&variables, self.folder.clone(), self.clock.clone()).await
    }

    /// The environment variables of an instance that has these of its own.
    #[must_use]
    pub fn variables(&self, own: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut variables = self.variables.clone();
        variables.extend(owned(own));
        variables
    }
}

/// Later ones take the place of earlier ones.
fn owned(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    variables.iter().map(own).collect()
}
