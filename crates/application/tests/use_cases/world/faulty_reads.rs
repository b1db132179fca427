//! Reads that fail when they are told to.

use std::sync::Arc;

use async_trait::async_trait;
use domain::audit::{AuditFilter, RecordedEvent};
use domain::export::{Export, ExportPart, SealedPart};
use domain::item::{GuardedItem, Item, ItemId, ItemScope};
use domain::job::{FailedAttempt, JobCount, JobFilter, JobId, JobRecord};
use domain::onboarding::{Question, QuestionId, UserInfo};
use domain::page::{Page, PageRequest};
use domain::ports::{
    AuditQueries, ExportQueries, ItemQueries, JobQueries, OnboardingQueries, SessionQueries,
    StorageError, ThrottleQueries, UserQueries,
};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId, UserSearch};

use super::faults::Faults;

/// Queries each of whose methods counts as a call, and then does what the real one does.
macro_rules! faulty_queries {
    ($(
        $queries:ident as $port:ident {
            $(fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty;)+
        }
    )+) => {
        pub(crate) struct FaultyReads {
            $(pub(crate) $queries: Arc<dyn $port>,)+
            pub(crate) faults: Arc<Faults>,
        }

        $(
            #[async_trait]
            impl $port for FaultyReads {
                $(async fn $name(&self, $($argument: $type),*) -> Result<$output, StorageError> {
                    self.faults.pass()?;
                    self.$queries.$name($($argument),*).await
                })+
            }
        )+
    };
}

faulty_queries! {
    users as UserQueries {
        fn credentials(identifier: &LoginIdentifier) -> Option<UserCredentials>;
        fn credentials_of(id: UserId) -> Option<UserCredentials>;
        fn find(id: UserId) -> Option<User>;
        fn email_is_taken(email: &Email) -> bool;
        fn find_by_email(email: &Email) -> Option<User>;
        fn page(search: &UserSearch, request: &PageRequest) -> Page<User>;
        fn count(search: &UserSearch) -> u64;
    }
    sessions as SessionQueries {
        fn find(id: SessionId) -> Option<SessionWithUser>;
        fn live_of_user(user: UserId, now: Timestamp) -> Vec<Session>;
        fn of_user(user: UserId, request: &PageRequest) -> Page<Session>;
        fn find_by_token(token: TokenId, now: Timestamp) -> Option<SessionWithUser>;
    }
    items as ItemQueries {
        fn find(id: ItemId) -> Option<GuardedItem>;
        fn page(scope: ItemScope, request: &PageRequest) -> Page<Item>;
        fn count(scope: ItemScope) -> u64;
    }
    onboarding as OnboardingQueries {
        fn questions() -> Vec<Question>;
        fn question(id: QuestionId) -> Option<Question>;
        fn user_info(user: UserId) -> Option<UserInfo>;
    }
    exports as ExportQueries {
        fn find(user: UserId) -> Option<Export>;
        fn part(part: ExportPart) -> Option<SealedPart>;
    }
    throttles as ThrottleQueries {
        fn find(keys: &[ThrottleKey]) -> Vec<Throttle>;
    }
    audit as AuditQueries {
        fn page(filter: &AuditFilter, request: &PageRequest) -> Page<RecordedEvent>;
        fn of_user(user: UserId, request: &PageRequest) -> Page<RecordedEvent>;
    }
    jobs as JobQueries {
        fn page(filter: &JobFilter, request: &PageRequest) -> Page<JobRecord>;
        fn find(id: JobId) -> Option<JobRecord>;
        fn failed_attempts(id: JobId) -> Vec<FailedAttempt>;
        fn counts() -> Vec<JobCount>;
    }
}
