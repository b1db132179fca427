//! The one table of error codes. A new error is a new line here; its page under `/docs/errors` and its
//! place in the OpenAPI document follow from it.

use actix_web::http::StatusCode;

/// What the catalogue says about a code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) status: StatusCode,
    pub(super) title: &'static str,
    pub(super) detail: &'static str,
    pub(super) advice: &'static str,
}

/// `Variant = "code" STATUS "title" : "detail" : "advice"`, by status and name.
macro_rules! catalogue {
    ($($variant:ident = $name:literal $status:ident $title:literal : $detail:literal : $advice:literal;)+) => {
        /// A stable name for one kind of error. Clients branch on it; it never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $(#[doc = $title] $variant,)+
        }

        impl ErrorCode {
            /// Every code, by status.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub(super) const fn entry(self) -> Entry {
                match self {
                    $(Self::$variant => Entry {
                        name: $name,
                        status: StatusCode::$status,
                        title: $title,
                        detail: $detail,
                        advice: $advice,
                    },)+
                }
            }
        }
    };
}

catalogue! {
    BadRequest = "bad_request" BAD_REQUEST "Bad request"
        : "The request could not be understood."
        : "Something around the body is wrong, such as two Authorization headers or a body that was cut off. Correct the request before you send it again.";
    MalformedJson = "malformed_json" BAD_REQUEST "Malformed JSON"
        : "The body is not well-formed JSON."
        : "Send one JSON document in UTF-8, nested at most 32 levels deep.";
    CorsRefused = "cors_refused" BAD_REQUEST "Cross-origin request refused"
        : "This origin, method or header is not allowed to be used from another origin."
        : "The operator lists the allowed origins in PORTICO__HTTP__FRONTEND_URL and PORTICO__HTTP__CORS_ORIGINS, each as scheme, host and port.";
    OtpInvalid = "otp_invalid" BAD_REQUEST "Wrong code"
        : "The code is wrong."
        : "Type the newest code from the mail again; attempts_left says how many wrong ones are borne. An older code is void once a newer one was sent.";
    OtpExpired = "otp_expired" BAD_REQUEST "Code expired"
        : "The code has expired. Ask for a new one."
        : "Ask for a further code at /api/v1/auth/register/resend-otp; for another address of an account, send the change again.";
    OtpAttemptsExhausted = "otp_attempts_exhausted" BAD_REQUEST "Too many wrong codes"
        : "Too many wrong codes were submitted. Start the registration again."
        : "Even the right code does not help now. Begin a new registration at /api/v1/auth/register/initiate, or send the change of the address again.";
    IncorrectCredentials = "incorrect_credentials" BAD_REQUEST "Incorrect credentials"
        : "Incorrect email or password"
        : "One answer for an unknown name and for a wrong password. Check both.";
    InactiveUser = "inactive_user" BAD_REQUEST "Inactive user"
        : "Inactive user"
        : "The account is disabled. Ask whoever runs this server.";
    IncorrectPassword = "incorrect_password" BAD_REQUEST "Incorrect password"
        : "Incorrect password"
        : "The present password of the account is another one. Check it; too many wrong ones are 429.";
    SamePassword = "same_password" BAD_REQUEST "Same password"
        : "New password cannot be the same as the current one"
        : "Choose a password that differs from the present one.";
    UserExists = "user_exists" BAD_REQUEST "User exists"
        : "The user with this email already exists in the system."
        : "The address has an account. Log in with it, or choose another address.";
    InvalidLink = "invalid_link" BAD_REQUEST "Invalid link"
        : "Invalid token"
        : "The link is not whole, was used, is too old, or is void because of a newer one. Ask for a new one.";
    NotAuthenticated = "not_authenticated" UNAUTHORIZED "Not authenticated"
        : "Not authenticated"
        : "Send an access token in the header Authorization: Bearer. Tokens in the query or the body are not looked at.";
    InvalidToken = "invalid_token" UNAUTHORIZED "Invalid token"
        : "Could not validate credentials"
        : "The token is forged, expired, or its session has ended. Log in again.";
    InvalidCredentials = "invalid_credentials" UNAUTHORIZED "Invalid credentials"
        : "The name or the password is wrong, or the account cannot be used."
        : "One answer for every reason, so that nobody can find out which accounts exist. Check the name and the password.";
    InsufficientPrivileges = "insufficient_privileges" FORBIDDEN "Insufficient privileges"
        : "The user doesn't have enough privileges"
        : "The token is valid, but its user may not do this.";
    NotYourItem = "not_your_item" FORBIDDEN "Not your item"
        : "Not enough permissions"
        : "The item belongs to somebody else. Only its owner and superusers may see and change it.";
    UndeletableSuperuser = "undeletable_superuser" FORBIDDEN "Superuser cannot be deleted"
        : "Super users are not allowed to delete themselves"
        : "Another superuser can delete the account, as long as one active superuser is left.";
    SignupClosed = "signup_closed" FORBIDDEN "Sign-up closed"
        : "Open user registration is forbidden on this server"
        : "Accounts are made in four steps here, which prove the address: begin at /api/v1/auth/register/initiate.";
    NotFound = "not_found" NOT_FOUND "Not found"
        : "There is nothing at this path."
        : "Check the path; /docs lists all of them where the documentation is switched on.";
    RegistrationNotFound = "registration_not_found" NOT_FOUND "Registration not found"
        : "There is no such registration, or it has expired. Start again."
        : "A registration lives for an hour. Begin a new one at /api/v1/auth/register/initiate.";
    SessionNotFound = "session_not_found" NOT_FOUND "Session not found"
        : "There is no such session."
        : "The session has ended, belongs to somebody else, or never was. List the sessions to see which there are.";
    UserNotFound = "user_not_found" NOT_FOUND "User not found"
        : "User not found"
        : "Check the id; the account may have been deleted.";
    RecordNotFound = "record_not_found" NOT_FOUND "Record not found"
        : "There is no such record."
        : "One answer for what is not there and for what belongs to somebody else.";
    ItemNotFound = "item_not_found" NOT_FOUND "Item not found"
        : "Item not found"
        : "Check the id; the item may have been deleted.";
    EmailChangeNotFound = "email_change_not_found" NOT_FOUND "No change of the address"
        : "No change of the address waits for a code."
        : "The change was confirmed, taken back, or never begun. PATCH /api/v1/users/me with another address begins one.";
    JobNotFound = "job_not_found" NOT_FOUND "Job not found"
        : "There is no such job."
        : "Check the id; a job that succeeded or was cancelled is removed after a while.";
    QuestionNotFound = "question_not_found" NOT_FOUND "Question not found"
        : "There is no such question."
        : "Check the id; the question may have been deleted, or be asked no more.";
    UserInfoNotFound = "user_info_not_found" NOT_FOUND "No answers"
        : "You have not answered the questions yet."
        : "POST /api/v1/signup/user-info answers them; GET /api/v1/signup/questions says what is asked.";
    ExportNotFound = "export_not_found" NOT_FOUND "Export not found"
        : "There is no export of your data."
        : "Nobody has asked for one, or its 24 hours are over. POST /api/v1/users/me/export has one made.";
    MethodNotAllowed = "method_not_allowed" METHOD_NOT_ALLOWED "Method not allowed"
        : "This path does not answer this method; the Allow header names those that it does."
        : "Use one of the methods in the Allow header.";
    RequestTimeout = "request_timeout" REQUEST_TIMEOUT "Request timeout"
        : "The body did not arrive in time."
        : "A whole body must arrive within 10 seconds.";
    RegistrationStep = "registration_step" CONFLICT "Another step is next"
        : "The registration waits for another step."
        : "Take the steps in order: verify-otp, set-password, complete. Each reply names the next one in next.";
    UsernameTaken = "username_taken" CONFLICT "Username taken"
        : "This username is taken. Choose another one."
        : "Send the request again with another username. A registration stays open for it.";
    EmailTaken = "email_taken" CONFLICT "E-mail address taken"
        : "This e-mail address has an account. Log in instead."
        : "The address belongs to another account. Log in with that one, or choose another address.";
    LastSuperuser = "last_superuser" CONFLICT "Last superuser"
        : "There must be one active superuser. Make another one first."
        : "The last active superuser can be neither disabled nor made an ordinary user. Give somebody else the right before.";
    UserInfoExists = "user_info_exists" CONFLICT "Answered before"
        : "You have answered the questions before."
        : "Read the answers with GET /api/v1/signup/user-info, and send others with PUT.";
    QuestionKeyTaken = "question_key_taken" CONFLICT "Key taken"
        : "Another question has this key. Choose another one."
        : "Keys are unique among all questions, those that are asked no more included: their answers have them.";
    QuestionHasAnswers = "question_has_answers" CONFLICT "Question has answers"
        : "The question has answers that it would not take any more."
        : "While there are answers, the kind stays and so does every option that could be chosen. Delete the question, and make another one under another key.";
    IdempotencyKeyInUse = "idempotency_key_in_use" CONFLICT "Request under way"
        : "A request with this Idempotency-Key is being done right now."
        : "Wait for the reply to the first request, or send this one again a little later: it then gets the same reply.";
    JobNotRetryable = "job_not_retryable" CONFLICT "Job cannot be tried again"
        : "Only a job that waits, is dead or was cancelled can be tried again."
        : "A job that runs is being tried, and one that succeeded is done. Read the job to see its state.";
    JobTooLate = "job_too_late" CONFLICT "Job is too late"
        : "The deadline of the job has passed."
        : "What the job was to do is pointless by now: a code or a link that has expired is not mailed. Whoever still wants it asks for a new one.";
    JobNotCancellable = "job_not_cancellable" CONFLICT "Job cannot be cancelled"
        : "Only a job that waits can be cancelled."
        : "The job runs or has ended. Read the job to see its state.";
    PreconditionFailed = "precondition_failed" PRECONDITION_FAILED "Changed meanwhile"
        : "The resource has changed since you read it. Read it again before you change it."
        : "If-Match lists no tag of the present state. Read the resource, look at what changed, and send the change again with the tag of that reply.";
    PayloadTooLarge = "payload_too_large" PAYLOAD_TOO_LARGE "Payload too large"
        : "The body is larger than 64 KiB."
        : "Send less.";
    UriTooLong = "uri_too_long" URI_TOO_LONG "URI too long"
        : "The request target is longer than 8 KiB."
        : "Send a shorter path and query.";
    UnsupportedMediaType = "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE "Unsupported media type"
        : "The body must be JSON: send it as application/json."
        : "Set Content-Type to application/json, and do not compress the body.";
    ValidationFailed = "validation_failed" UNPROCESSABLE_ENTITY "Validation failed"
        : "Some fields break a rule; errors names each of them."
        : "Each entry of errors has the place of the field in loc, what is wrong in msg, and the broken rule in type.";
    IdempotencyKeyReused = "idempotency_key_reused" UNPROCESSABLE_ENTITY "Key used before"
        : "This Idempotency-Key was used for another request."
        : "Use a new key for every request that asks for something else. A key is free again after 24 hours.";
    TooManyRequests = "too_many_requests" TOO_MANY_REQUESTS "Too many requests"
        : "Too many requests. Try again later; Retry-After says when."
        : "Wait for as many seconds as the Retry-After header says.";
    HeadersTooLarge = "header_fields_too_large" REQUEST_HEADER_FIELDS_TOO_LARGE "Header fields too large"
        : "The header fields are larger than 16 KiB."
        : "Send fewer or shorter header fields.";
    InternalError = "internal_error" INTERNAL_SERVER_ERROR "Internal error"
        : "Something went wrong on our side."
        : "The request id leads the operator to the reason in the log.";
    ServiceUnavailable = "service_unavailable" SERVICE_UNAVAILABLE "Service unavailable"
        : "A service that this request needs does not answer now. Try again later."
        : "Nothing was refused: the same request will work once the service is back. Wait as Retry-After says.";
    Overloaded = "overloaded" SERVICE_UNAVAILABLE "Overloaded"
        : "The server is busy. Try again later."
        : "More passwords are waiting to be checked than the server takes on. Wait as Retry-After says.";
    Timeout = "timeout" SERVICE_UNAVAILABLE "Timeout"
        : "The request took too long and was given up."
        : "A write may have taken effect all the same; look before you send it again.";
    NotReady = "not_ready" SERVICE_UNAVAILABLE "Not ready"
        : "The server cannot serve requests now."
        : "Nothing was refused: the server starts, stops, or waits for something that it needs. Wait as Retry-After says; the member parts of /readyz names what is missing.";
}

impl ErrorCode {
    /// The code as replies carry it, in `snake_case`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.entry().name
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(self) -> u16 {
        self.entry().status.as_u16()
    }

    /// A few words for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.entry().title
    }

    /// The sentence that a reply carries unless the case has a better one.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        self.entry().detail
    }

    /// What to do about it, for the code's page in the documentation.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        self.entry().advice
    }

    /// Finds a code by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// Whether it tells whoever logs in that their credentials do not do.
    pub(crate) const fn means_wrong_credentials(self) -> bool {
        matches!(
            self,
            Self::InvalidCredentials | Self::IncorrectCredentials | Self::InactiveUser
        )
    }

    /// Whether it tells whoever is logged in that this is not theirs to do or to see.
    pub(crate) const fn means_missing_right(self) -> bool {
        matches!(self, Self::InsufficientPrivileges | Self::NotYourItem)
    }

    /// The challenge that a reply with this code carries (D5, RFC 6750 §3).
    pub(super) const fn challenge(self) -> Option<&'static str> {
        match self {
            Self::InvalidToken => Some(r#"Bearer error="invalid_token""#),
            Self::NotAuthenticated | Self::InvalidCredentials => Some("Bearer"),
            code if code.means_missing_right() => Some(r#"Bearer error="insufficient_scope""#),
            _ => None,
        }
    }
}
