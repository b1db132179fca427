//! Items, and their export.

mod collection;
mod csv_file;
mod dto;
mod errors;
mod export;
mod page;
mod single;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(collection::read_items)
        .service(collection::create_item)
        .service(export::export_items_csv)
        .service(single::read_item)
        .service(single::update_item)
        .service(single::delete_item);
}
