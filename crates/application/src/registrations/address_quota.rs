//! How many codes one address may be sent, first ones and further ones together (A10).

use domain::user::Email;

use crate::{NamedQuota, Policies, Ports, RateGate, TooMany};

/// Counts codes by the address as typed, whether it has an account or not.
#[derive(Clone)]
pub(crate) struct AddressQuota {
    gate: RateGate,
    quota: NamedQuota,
}

impl AddressQuota {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            gate: RateGate::new(ports, policies.limits.are_enabled),
            quota: NamedQuota {
                name: "codes_per_address",
                quota: policies.limits.codes_per_address,
            },
        }
    }

    /// Counts one more code.
    pub(crate) async fn pass(&self, address: &Email) -> Result<(), TooMany> {
        self.gate.pass(self.quota, address.canonical()).await
    }

    /// Takes one back that was counted and not sent.
    pub(crate) async fn give_back(&self, address: &Email) {
        self.gate.give_back(self.quota, address.canonical()).await;
    }
}
