//! What people do with accounts that are there.

use domain::change::Change;
use domain::password::Password;
use domain::ports::Clock;
use domain::request_origin::RequestOrigin;
use domain::session::SessionId;
use domain::user::{FullName, User, UserChanges, UserId};
use domain::version::Precondition;
use port_contracts::fixtures::{UserBuilder, a_password};
use portico_application::UseCaseError;
use portico_application::sessions::IssuedToken;
use portico_application::users::{
    ChangePasswordCommand, ChangePasswordRefusal, CreateSuperuserCommand, DeleteUserCommand,
    DeleteUserRefusal, SuperuserCreation, UpdateProfileCommand, UpdateUserCommand,
    UpdateUserRefusal,
};

use super::{PASSWORD, REFUSED, World, address};

/// As good as [`PASSWORD`], and not alike.
pub(crate) const NEW_PASSWORD: &str = "cedar-violin-3-harbour";

pub(crate) type Update = Result<User, UseCaseError<UpdateUserRefusal>>;
pub(crate) type Deletion = Result<(), UseCaseError<DeleteUserRefusal>>;
pub(crate) type PasswordChange = Result<(), UseCaseError<ChangePasswordRefusal>>;

/// A superuser's wish that an account be changed like this.
pub(crate) fn update_of(id: UserId, changes: UserChanges, actor: UserId) -> UpdateUserCommand {
    UpdateUserCommand {
        id,
        changes,
        password: None,
        precondition: Precondition::None,
        actor,
        origin: RequestOrigin::default(),
    }
}

/// A superuser's wish that an account get another password.
pub(crate) fn reset_of(user: &User, password: &str, actor: UserId) -> UpdateUserCommand {
    UpdateUserCommand {
        password: Some(a_password(password)),
        ..update_of(user.id, UserChanges::default(), actor)
    }
}

/// A user's wish that nothing of their record be changed, with everything that a change may want.
pub(crate) fn profile_of(user: &User) -> UpdateProfileCommand {
    UpdateProfileCommand {
        user: user.clone(),
        is_token_fresh: true,
        email: Change::Keep,
        username: Change::Keep,
        full_name: Change::Keep,
        current_password: Some(a_password(PASSWORD)),
        precondition: Precondition::None,
        origin: RequestOrigin::default(),
    }
}

pub(crate) fn deletion_of(id: UserId, actor: UserId) -> DeleteUserCommand {
    DeleteUserCommand {
        id,
        is_token_fresh: true,
        precondition: Precondition::None,
        actor,
        origin: RequestOrigin::default(),
    }
}

pub(crate) fn to_active(is_active: bool) -> UserChanges {
    UserChanges {
        is_active: Change::To(is_active),
        ..UserChanges::default()
    }
}

pub(crate) fn to_superuser(is_superuser: bool) -> UserChanges {
    UserChanges {
        is_superuser: Change::To(is_superuser),
        ..UserChanges::default()
    }
}

pub(crate) fn to_address(email: &str) -> UserChanges {
    UserChanges {
        email: Change::To(address(email)),
        ..UserChanges::default()
    }
}

pub(crate) fn to_full_name(name: &str) -> UserChanges {
    UserChanges {
        full_name: Change::To(Some(FullName::parse(name).expect("a name"))),
        ..UserChanges::default()
    }
}

impl World {
    /// An account that no use case made.
    pub(crate) async fn keep_user(&self, user: UserBuilder) -> User {
        let user = user.build();
        let mut unit = self.ports.storage.units.begin().await.expect("a unit");
        let inserted = unit.users().insert(&user, None).await;
        inserted.expect("a user");
        unit.commit().await.expect("a commit");
        user
    }

    /// An account without a session, made by an operator.
    pub(crate) async fn a_superuser(&self, email: &str) -> User {
        let command = CreateSuperuserCommand {
            email: address(email),
            password: a_password(PASSWORD),
            accept_guessable: false,
        };
        match self.users.create_superuser.execute(command).await {
            Ok(SuperuserCreation::Created(user)) => *user,
            other => panic!("not made: {other:?}"),
        }
    }

    pub(crate) async fn update(&self, id: UserId, changes: UserChanges, actor: UserId) -> Update {
        self.users
            .update
            .execute(update_of(id, changes, actor))
            .await
    }

    pub(crate) async fn delete(&self, id: UserId, actor: UserId) -> Deletion {
        self.users.delete.execute(deletion_of(id, actor)).await
    }

    /// In this session.
    pub(crate) async fn change_password(
        &self,
        user: &User,
        session: SessionId,
        (current, new): (&str, &str),
    ) -> PasswordChange {
        let command = ChangePasswordCommand {
            user: user.clone(),
            session,
            current: Password::parse(current).expect("a password"),
            new: Password::parse(new).expect("a password"),
            origin: RequestOrigin::default(),
        };
        self.users.change_password.execute(command).await
    }

    /// One more session of whoever logs in as this.
    pub(crate) async fn token_of(&self, identifier: &str) -> IssuedToken {
        let logged_in = self.log_in(identifier, PASSWORD).await;
        logged_in.expect("the password").token
    }

    pub(crate) async fn is_live(&self, token: &IssuedToken) -> bool {
        self.authenticate(token.token.expose()).await != REFUSED
    }

    /// The record as the database has it.
    pub(crate) async fn record_of(&self, id: UserId) -> Option<User> {
        let found = self.ports.storage.users.find(id).await;
        found.expect("a read")
    }

    /// How many sessions of a user live.
    pub(crate) async fn sessions_of(&self, id: UserId) -> usize {
        let now = self.clock.now();
        let live = self.ports.storage.sessions.live_of_user(id, now).await;
        live.expect("a read").len()
    }
}
