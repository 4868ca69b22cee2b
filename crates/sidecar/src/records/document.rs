//! The routes of every kind and their description, made from one handler each.

use super::{content, events, feed, read, write};
use crate::app::AppState;
use axum::Extension;
use gagehouse_records::Kind;
use gagehouse_records::kinds::{
    Action, Annotation, Attachment, Calibration, DataloggerProgram, Deployment, Equipment,
    EquipmentModel, Method, Organization, Person, ReferenceMaterial, ReferencePoint, Relation,
    Term, Visit,
};
use gagehouse_records::limits::Limits;
use utoipa::ToSchema;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder};
use utoipa::openapi::{ContentBuilder, Paths, Ref, RefOr, Schema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this module.
pub fn router() -> OpenApiRouter<AppState> {
    let mut router = OpenApiRouter::new()
        .routes(routes!(feed::get_record_changes))
        .routes(routes!(feed::get_audit))
        .routes(routes!(events::get_events))
        .routes(routes!(feed::get_vocabularies))
        .routes(routes!(content::put_content, content::get_content));
    let mut schemas = Vec::new();
    for kind in Kind::ALL {
        let list = routes!(read::list_records);
        let item = routes!(read::get_record, write::put_record, write::delete_record);
        for ((described, paths, methods), path) in
            [(list, format!("/api/v1/{kind}")), (item, format!("/api/v1/{kind}/{{id}}"))]
        {
            router = router.route(&path, methods.layer(Extension(*kind)));
            schemas.extend(described);
            describe(&mut router.get_openapi_mut().paths, *kind, &path, paths);
        }
        schemas.push((schema_name(*kind), schema_of(*kind)));
        collect(*kind, &mut schemas);
    }
    let components = router.get_openapi_mut().components.get_or_insert_default();
    components.schemas.extend(schemas);
    router
}

/// Adds a kind's operations, named after it.
fn describe(all: &mut Paths, kind: Kind, path: &str, paths: Paths) {
    let mut merged: Option<PathItem> = None;
    for (_, item) in paths.paths {
        match &mut merged {
            Some(merged) => merged.merge_operations(item),
            None => merged = Some(item),
        }
    }
    let Some(mut item) = merged else { return };
    for operation in [&mut item.get, &mut item.put, &mut item.delete].into_iter().flatten() {
        name(operation, kind);
    }
    all.paths.insert(path.to_owned(), item);
}

fn name(operation: &mut Operation, kind: Kind) {
    operation.tags = Some(vec![kind.path().to_owned()]);
    let id = operation.operation_id.clone().unwrap_or_default();
    operation.operation_id = Some(format!("{id}_{}", kind.path().replace('-', "_")));
    if let Some(body) = operation.request_body.as_mut().and_then(inline) {
        let record =
            ObjectBuilder::new().property("record", Ref::from_schema_name(schema_name(kind)));
        let draft = AllOfBuilder::new().item(Ref::from_schema_name("Draft")).item(record);
        let content = ContentBuilder::new().schema(Some(Schema::AllOf(draft.build()))).build();
        body.content.insert("application/json".to_owned(), content.into());
    }
}

fn inline<T>(body: &mut RefOr<T>) -> Option<&mut T> {
    match body {
        RefOr::T(body) => Some(body),
        RefOr::Ref(_) => None,
    }
}

macro_rules! of_kinds {
    ($($kind:ident),*) => {
        fn schema_name(kind: Kind) -> String {
            match kind { $(Kind::$kind => <$kind as ToSchema>::name().into_owned(),)* }
        }

        fn schema_of(kind: Kind) -> RefOr<Schema> {
            match kind { $(Kind::$kind => <$kind as utoipa::PartialSchema>::schema(),)* }
        }

        fn collect(kind: Kind, schemas: &mut Vec<(String, RefOr<Schema>)>) {
            match kind { $(Kind::$kind => <$kind as ToSchema>::schemas(schemas),)* }
        }
    };
}

gagehouse_records::each_kind!(of_kinds);
