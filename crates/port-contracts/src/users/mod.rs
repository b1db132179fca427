//! The contract of [`UserRepository`](domain::ports::UserRepository) and
//! [`UserQueries`](domain::ports::UserQueries).

mod adding;
mod deletion;
mod lists;
mod locks;
mod passwords;
mod reads;
mod saving;
mod search;

use domain::user::{LoginIdentifier, UserCredentials};

use crate::storage::Storage;

pub use adding::{
    a_user_comes_back_as_it_was, many_users_can_have_no_username,
    one_of_many_racing_units_takes_the_address, one_of_many_racing_units_takes_the_username,
    the_address_is_named_first_when_both_are_taken,
};
pub use deletion::a_deleted_user_leaves_nothing;
pub use lists::{
    found_users_are_counted, user_pages_follow_one_another, users_are_listed_newest_first,
};
pub use locks::{
    a_user_is_locked_by_address, locked_credentials_are_the_newest,
    locked_users_are_judged_in_turn, superusers_are_counted, superusers_are_counted_in_turn,
};
pub use passwords::{
    a_new_password_replaces_the_old, a_rehash_replaces_only_the_hash_it_was_made_from,
};
pub use reads::{
    finds_by_address, finds_by_canonical_identifier, finds_by_id, finds_credentials_by_id,
    knows_which_addresses_are_taken,
};
pub use saving::{
    a_save_that_clashes_writes_nothing, a_saved_user_comes_back_as_it_was,
    addresses_that_wait_in_vain_are_taken_off, one_of_many_racing_saves_takes_the_address,
};
pub use search::{a_search_finds_parts, wildcards_are_only_characters};

async fn credentials(storage: &Storage, identifier: &str) -> Option<UserCredentials> {
    let identifier = LoginIdentifier::parse(identifier);
    let found = storage.users.credentials(&identifier).await;
    found.expect("users could not be read")
}

/// Runs the contract of `UserRepository` and `UserQueries` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! users_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            users,
            $storage,
            one_of_many_racing_units_takes_the_address,
            one_of_many_racing_units_takes_the_username,
            the_address_is_named_first_when_both_are_taken,
            many_users_can_have_no_username,
            a_user_comes_back_as_it_was,
            finds_by_canonical_identifier,
            finds_by_id,
            finds_credentials_by_id,
            finds_by_address,
            knows_which_addresses_are_taken,
            a_rehash_replaces_only_the_hash_it_was_made_from,
            a_new_password_replaces_the_old,
            locked_users_are_judged_in_turn,
            locked_credentials_are_the_newest,
            a_user_is_locked_by_address,
            superusers_are_counted,
            superusers_are_counted_in_turn,
            a_saved_user_comes_back_as_it_was,
            a_save_that_clashes_writes_nothing,
            addresses_that_wait_in_vain_are_taken_off,
            one_of_many_racing_saves_takes_the_address,
            a_deleted_user_leaves_nothing,
            users_are_listed_newest_first,
            user_pages_follow_one_another,
            found_users_are_counted,
            a_search_finds_parts,
            wildcards_are_only_characters,
        );
    };
}
