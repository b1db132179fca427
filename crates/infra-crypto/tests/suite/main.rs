//! What the adapters promise beyond the contracts of their ports.
#![expect(
    clippy::unwrap_used,
    reason = "what the tests are built from fails by panicking"
)]

mod forge;
mod scripted_secrets;
mod subjects;

mod export_parts;
mod key_ring;
mod one_time_codes;
mod password_hashing;
mod password_screening;
mod payloads;
mod rotation;
mod subject_digests;
mod token_claims;
mod token_envelope;
mod token_robustness;
mod token_rotation;
mod token_second_implementation;
mod token_shape;
mod token_signature;
mod token_vectors;
