//! Every query, asked at home.

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

use super::AtHome;

/// Queries each of whose methods does at home what the real one does. What is lent, after the semicolon, is copied:
/// the work may outlast the caller.
macro_rules! asked_at_home {
    ($(
        $port:ident {
            $(fn $name:ident(
                $($given:ident: $type:ty),* $(; $($lent:ident: &$lent_type:ty),+)?
            ) -> $output:ty;)+
        }
    )+) => {$(
        #[async_trait]
        impl $port for AtHome<dyn $port> {
            $(async fn $name(
                &self $(, $given: $type)* $($(, $lent: &$lent_type)+)?
            ) -> Result<$output, StorageError> {
                $($(let $lent = $lent.to_owned();)+)?
                self.ask(|queries| async move {
                    queries.$name($($given,)* $($(&$lent),+)?).await
                })
                .await
            })+
        }
    )+};
}

asked_at_home! {
    UserQueries {
        fn credentials(; identifier: &LoginIdentifier) -> Option<UserCredentials>;
        fn credentials_of(id: UserId) -> Option<UserCredentials>;
        fn find(id: UserId) -> Option<User>;
        fn email_is_taken(; email: &Email) -> bool;
        fn find_by_email(; email: &Email) -> Option<User>;
        fn page(; search: &UserSearch, request: &PageRequest) -> Page<User>;
        fn count(; search: &UserSearch) -> u64;
    }
    SessionQueries {
        fn find(id: SessionId) -> Option<SessionWithUser>;
        fn live_of_user(user: UserId, now: Timestamp) -> Vec<Session>;
        fn of_user(user: UserId; request: &PageRequest) -> Page<Session>;
        fn find_by_token(token: TokenId, now: Timestamp) -> Option<SessionWithUser>;
    }
    ItemQueries {
        fn find(id: ItemId) -> Option<GuardedItem>;
        fn page(scope: ItemScope; request: &PageRequest) -> Page<Item>;
        fn count(scope: ItemScope) -> u64;
    }
    OnboardingQueries {
        fn questions() -> Vec<Question>;
        fn question(id: QuestionId) -> Option<Question>;
        fn user_info(user: UserId) -> Option<UserInfo>;
    }
    ExportQueries {
        fn find(user: UserId) -> Option<Export>;
        fn part(part: ExportPart) -> Option<SealedPart>;
    }
    ThrottleQueries {
        fn find(; keys: &[ThrottleKey]) -> Vec<Throttle>;
    }
    AuditQueries {
        fn page(; filter: &AuditFilter, request: &PageRequest) -> Page<RecordedEvent>;
        fn of_user(user: UserId; request: &PageRequest) -> Page<RecordedEvent>;
    }
    JobQueries {
        fn page(; filter: &JobFilter, request: &PageRequest) -> Page<JobRecord>;
        fn find(id: JobId) -> Option<JobRecord>;
        fn failed_attempts(id: JobId) -> Vec<FailedAttempt>;
        fn counts() -> Vec<JobCount>;
    }
}
