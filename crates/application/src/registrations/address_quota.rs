//! How many codes one address may be sent, first ones and further ones together (A10).

use domain::user::Email;

use crate::{NamedQuota, Policies, Ports, RateGate, TooMany};

/// Counts codes by the address as typed, whether it has an account or not.
#[derive(Clone)]
pub(super) struct AddressQuota {
    gate: RateGate,
    quota: NamedQuota,
}

impl AddressQuota {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            gate: RateGate::new(ports, policies.limits.are_enabled),
            quota: NamedQuota {
                name: "codes_per_address",
                quota: policies.limits.codes_per_address,
            },
        }
    }

    /// Counts one more code.
    pub(super) async fn pass(&self, address: &Email) -> Result<(), TooMany> {
        self.gate.pass(self.quota, address.canonical()).await
    }
}
