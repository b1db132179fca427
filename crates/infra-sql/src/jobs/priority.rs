//! A priority as a number that sorts.

use domain::job::JobPriority;

/// Stored, so a number never changes.
pub(super) const fn rank(priority: JobPriority) -> i64 {
    match priority {
        JobPriority::High => 0,
        JobPriority::Normal => 1,
        JobPriority::Low => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What is claimed first has the lowest number, and no two are alike.
    #[test]
    fn ranks_are_in_the_order_of_claims() {
        assert!(JobPriority::ALL.is_sorted_by(|one, next| rank(*one) < rank(*next)));
    }
}
