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
    /// Recovery mails to one address as typed; what is beyond is dropped in silence (F9r).
    pub recoveries_per_address: Quota,
    /// Recovery mails at the wish of one network.
    pub recoveries_per_network: Quota,
    /// Accounts that one network makes by open sign-up.
    pub signups_per_network: Quota,
    /// Requests of one user for a personal-data export.
    pub exports_per_user: Quota,
    /// Comparisons of the present password by somebody who is logged in (ASVS 6.3.1).
    pub password_checks_per_user: Quota,
    /// Wrong codes for one address, over all its registrations (A11).
    pub wrong_codes_per_address: ThrottlePolicy,
}

impl Limits {
    /// Waits that leave no 24 hours with more than `most` wrong codes. A window of failures begins with its first, so
    /// that the end of one and the beginning of the next may be close together; each of them therefore takes half
    /// of what a day may have, and whoever uses that up waits for a day.
    #[must_use]
    pub const fn wrong_codes_a_day(most: u32) -> ThrottlePolicy {
        const DAY: Duration = Duration::from_hours(24);
        ThrottlePolicy {
            free_failures: most.div_ceil(2),
            window: DAY,
            first_delay: DAY,
            longest_delay: DAY,
            locked_after: None,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
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
            recoveries_per_address: quota(3, Duration::from_hours(1)),
            recoveries_per_network: quota(20, Duration::from_hours(1)),
            signups_per_network: quota(20, Duration::from_hours(1)),
            exports_per_user: quota(10, Duration::from_hours(1)),
            password_checks_per_user: quota(10, Duration::from_mins(15)),
            wrong_codes_per_address: Self::wrong_codes_a_day(100),
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
