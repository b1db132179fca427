//! Every quota, in one table (A10, A11, C3, C4).

use std::num::NonZeroU32;
use std::time::Duration;

use domain::limit::Quota;
use domain::throttle::ThrottlePolicy;

/// What is limited, and how much of it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Whether quotas and waiting times count at all. The attempts of a code and the bound of the hash pool
    /// count in any case.
    pub are_enabled: bool,
    /// Log-ins that fail, from one network (C3).
    pub login_failures_per_network: Quota,
    /// Log-ins that fail, for one identifier as typed (C3, C4).
    pub login_failures_per_identifier: ThrottlePolicy,
    /// Codes that are mailed to one address as typed: first ones and further ones together (A10).
    pub codes_per_address: Quota,
    /// Codes that are mailed at the wish of one network (A10).
    pub codes_per_network: Quota,
    /// Wrong codes for one address, over all its registrations (A11).
    pub wrong_codes_per_address: ThrottlePolicy,
}

impl Default for Limits {
    fn default() -> Self {
        const DAY: Duration = Duration::from_hours(24);
        Self {
            are_enabled: true,
            login_failures_per_network: quota(30, Duration::from_mins(5)),
            login_failures_per_identifier: ThrottlePolicy {
                free_failures: 10,
                window: Duration::from_mins(15),
                first_delay: Duration::from_secs(1),
                longest_delay: Duration::from_mins(15),
                locked_after: Some(100),
            },
            codes_per_address: quota(5, Duration::from_hours(1)),
            codes_per_network: quota(20, Duration::from_hours(1)),
            wrong_codes_per_address: ThrottlePolicy {
                free_failures: 100,
                window: DAY,
                first_delay: DAY,
                longest_delay: DAY,
                locked_after: None,
            },
        }
    }
}

const fn quota(burst: u32, period: Duration) -> Quota {
    let burst = match NonZeroU32::new(burst) {
        Some(burst) => burst,
        None => NonZeroU32::MIN,
    };
    Quota { burst, period }
}
