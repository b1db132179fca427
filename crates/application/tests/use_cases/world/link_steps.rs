//! What people do with the links and codes that they were mailed.

use domain::change::Change;
use domain::link::LinkToken;
use domain::registration::OtpCode;
use domain::request_origin::RequestOrigin;
use domain::user::User;
use port_contracts::fixtures::{a_code, a_password};
use portico_application::UseCaseError;
use portico_application::email_changes::{
    self, ConfirmEmailChangeCommand, ConfirmEmailChangeRefusal, UndoEmailChangeRefusal,
};
use portico_application::recovery::{self, ResetPasswordCommand, ResetPasswordRefusal};
use portico_application::users::{UpdateProfileCommand, UpdateProfileRefusal};

use super::account_steps::profile_of;
use super::{World, address};

pub(crate) type Reset = Result<(), UseCaseError<ResetPasswordRefusal>>;
pub(crate) type Confirmation = Result<User, UseCaseError<ConfirmEmailChangeRefusal>>;
pub(crate) type Undo = Result<(), UseCaseError<UndoEmailChangeRefusal>>;
pub(crate) type ProfileUpdate = Result<User, UseCaseError<UpdateProfileRefusal>>;

/// What the two mailboxes of a change of an address hold.
pub(crate) struct Move {
    pub(crate) code: OtpCode,
    pub(crate) undo: LinkToken,
}

impl World {
    pub(crate) fn recovery(&self) -> recovery::UseCases {
        recovery::UseCases::new(&self.ports, &self.policies)
    }

    fn email_changes(&self) -> email_changes::UseCases {
        email_changes::UseCases::new(&self.ports, &self.policies)
    }

    pub(crate) async fn request_recovery(&self, email: &str) {
        let nowhere = RequestOrigin::default();
        let asked = self.recovery().request;
        let asked = asked.execute(address(email), &nowhere).await;
        asked.expect("a recovery refuses nobody");
    }

    /// The link that this address is mailed.
    pub(crate) async fn recovery_link(&self, email: &str) -> LinkToken {
        self.request_recovery(email).await;
        self.deliver().await;
        LinkToken::parse(&self.post.last_text("recovery")).expect("a token")
    }

    pub(crate) async fn reset(&self, token: &LinkToken, password: &str) -> Reset {
        self.reset_from(RequestOrigin::default(), token, password)
            .await
    }

    pub(crate) async fn reset_from(
        &self,
        origin: RequestOrigin,
        token: &LinkToken,
        password: &str,
    ) -> Reset {
        let command = ResetPasswordCommand {
            token: token.clone(),
            password: a_password(password),
            origin,
        };
        self.recovery().reset.execute(command).await
    }

    /// Wishes for another address, with everything that this wants.
    pub(crate) async fn ask_for_address(&self, user: &User, email: &str) -> ProfileUpdate {
        let command = UpdateProfileCommand {
            email: Change::To(address(email)),
            ..profile_of(user)
        };
        self.users.update_profile.execute(command).await
    }

    /// The same, and what is mailed.
    pub(crate) async fn begin_move(&self, user: &User, email: &str) -> Move {
        let asked = self.ask_for_address(user, email).await;
        asked.expect("an address that can be had");
        self.deliver().await;
        let undo = LinkToken::parse(&self.post.last_text("change notice"));
        Move {
            code: a_code(&self.post.last_text("change code")),
            undo: undo.expect("a token"),
        }
    }

    /// The same, and the code comes back.
    pub(crate) async fn complete_move(&self, user: &User, email: &str) -> (User, Move) {
        let begun = self.begin_move(user, email).await;
        let moved = self.confirm(user, &begun.code).await;
        (moved.expect("the right code"), begun)
    }

    pub(crate) async fn confirm(&self, user: &User, code: &OtpCode) -> Confirmation {
        let command = ConfirmEmailChangeCommand {
            user: user.id,
            code: code.clone(),
            origin: RequestOrigin::default(),
        };
        self.email_changes().confirm.execute(command).await
    }

    pub(crate) async fn undo(&self, link: &LinkToken) -> Undo {
        let nowhere = RequestOrigin::default();
        self.email_changes().undo.execute(link, &nowhere).await
    }
}
