//! What compiling needs to know, and how entities relate in the tables.

use super::sql::{TableAlias, all, any, call, cast, constant, pick, scalar, table};
use crate::store::Dialect;
use gagehouse_model::{Reach, TimeUs, Viewer, Visibility};
use gagehouse_sensorthings::query::{EntityKind, Nav};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use std::cell::Cell;

/// Compiles expressions, navigation and order for one request on one database.
#[derive(Debug)]
pub(super) struct Compiler<'a> {
    pub(super) dialect: Dialect,
    pub(super) viewer: &'a Viewer,
    pub(super) now: TimeUs,
    /// Whether any observation in question has a row in the side table; without one, it is not asked.
    pub(super) side: bool,
    next_alias: Cell<u32>,
}

/// An entity in a statement: its type and the alias of its table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    pub(super) kind: EntityKind,
    pub(super) alias: TableAlias,
}

/// One stored entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its type.
    pub kind: EntityKind,
    /// Its id.
    pub id: i64,
    /// Of an Observation: its Datastream and where its time lies, both inside.
    pub(super) observation: Option<(i64, i64, i64)>,
}

/// Where a navigation starts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Parent {
    /// At the row of an outer statement.
    Row(TableAlias),
    /// At a known entity.
    Known(Key),
}

impl<'a> Compiler<'a> {
    pub(super) fn new(dialect: Dialect, viewer: &'a Viewer, now: TimeUs, side: bool) -> Self {
        Self { dialect, viewer, now, side, next_alias: Cell::new(0) }
    }

    pub(super) fn scope(&self, kind: EntityKind) -> Scope {
        let number = self.next_alias.get();
        self.next_alias.set(number + 1);
        Scope { kind, alias: TableAlias(number) }
    }

    /// `FROM table AS alias`
    pub(super) fn add_from(&self, select: &mut SelectStatement, scope: Scope) {
        select.from_as(Alias::new(table(scope.kind)), scope.alias.iden());
    }

    /// A column of the side table for the observation under `alias`; null when there is none.
    pub(super) fn side_column(&self, alias: TableAlias, column: &'static str) -> Expr {
        if self.side {
            return scalar(pick("observation_side", column, "id", alias.col("id")));
        }
        match (self.dialect, column) {
            (Dialect::Sqlite, _) => Expr::cust("NULL"),
            (Dialect::Postgres, "result" | "parameters") => Expr::cust("NULL::jsonb"),
            (Dialect::Postgres, _) => Expr::cust("NULL::bigint"),
        }
    }

    /// The quality of the observation under `alias`, as JSON text.
    pub(super) fn quality_words(&self, alias: TableAlias) -> Expr {
        scalar(pick("quality", "words", "id", alias.col("quality_id")))
    }

    /// Whether the viewer may see the entity; `None` when everything is to be seen.
    pub(super) fn visible(&self, scope: Scope) -> Option<Expr> {
        let reach = self.viewer.reach()?;
        let alias = scope.alias;
        Some(match scope.kind {
            EntityKind::HistoricalLocation => {
                let mut thing = pick("thing", "id", "id", alias.col("thing_id"));
                let column = |name| Expr::col((Alias::new("thing"), Alias::new(name)));
                thing.and_where(seen(reach, EntityKind::Thing, &column));
                Expr::exists(thing)
            }
            // A list, so that SQLite goes from datastream to datastream in the order of the key.
            EntityKind::Observation => {
                alias.col("datastream_id").in_subquery(self.datastreams_with_results())
            }
            kind => seen(reach, kind, &|name| alias.col(name)),
        })
    }

    /// The id of a datastream if the viewer may see its observations, else NULL.
    pub(super) fn if_results_visible(&self, datastream_id: i64) -> Expr {
        if *self.viewer == Viewer::System {
            return Expr::val(datastream_id);
        }
        let own = self.datastreams_with_results();
        scalar(with(own, "datastream", "id", datastream_id.into()))
    }

    /// Whether the observation under `alias` belongs to a datastream with this id or a higher one, and may be seen.
    pub(super) fn results_visible_from(&self, alias: TableAlias, first_id: i64) -> Expr {
        let id = Expr::col((Alias::new("datastream"), Alias::new("id")));
        let datastreams = self.datastreams_with_results().and_where(id.gte(first_id)).take();
        alias.col("datastream_id").in_subquery(datastreams)
    }

    /// The ids of the datastreams whose observations the viewer may see.
    pub(super) fn datastreams_with_results(&self) -> SelectStatement {
        let column = |name| Expr::col((Alias::new("datastream"), Alias::new(name)));
        let select = Query::select().expr(column("id")).from(Alias::new("datastream")).to_owned();
        let Some(reach) = self.viewer.reach() else { return select };
        let results_public = column("results_visible").eq(true);
        let results = or_reached(reach, EntityKind::Datastream, &column, results_public);
        let mut select = select;
        select.and_where(seen(reach, EntityKind::Datastream, &column)).and_where(results);
        select
    }

    /// The condition under which `child` is reached from `parent` by `nav`.
    pub(super) fn join(&self, nav: Nav, parent: Parent, child: TableAlias) -> Expr {
        use EntityKind as E;
        let id = || match parent {
            Parent::Row(alias) => alias.col("id"),
            Parent::Known(key) => Expr::val(key.id),
        };
        let own = |column| match parent {
            Parent::Row(alias) => alias.col(column),
            Parent::Known(Key { observation: Some((datastream_id, ..)), .. })
                if column == "datastream_id" =>
            {
                Expr::val(datastream_id)
            }
            Parent::Known(key) => scalar(pick(table(nav.from), column, "id", Expr::val(key.id))),
        };
        let linked = |link, column, key| child.col("id").in_subquery(pick(link, column, key, id()));
        match (nav.from, nav.to) {
            (E::Thing, E::Location) => linked("thing_location", "location_id", "thing_id"),
            (E::Location, E::Thing) => linked("thing_location", "thing_id", "location_id"),
            (E::Location, E::HistoricalLocation) => {
                linked("historical_location_location", "historical_location_id", "location_id")
            }
            (E::HistoricalLocation, E::Location) => {
                linked("historical_location_location", "location_id", "historical_location_id")
            }
            (E::Thing, _) => child.col("thing_id").eq(id()),
            (E::Sensor, _) => child.col("sensor_id").eq(id()),
            (E::ObservedProperty, _) => child.col("observed_property_id").eq(id()),
            (E::Datastream, E::Observation) => child.col("datastream_id").eq(id()),
            (E::Datastream | E::HistoricalLocation, E::Thing) => {
                child.col("id").eq(own("thing_id"))
            }
            (E::Datastream, E::Sensor) => child.col("id").eq(own("sensor_id")),
            (E::Datastream, _) => child.col("id").eq(own("observed_property_id")),
            (E::Observation, E::Datastream) => child.col("id").eq(own("datastream_id")),
            (E::Observation, _) => child.col("id").eq(self.feature_of(id(), own("datastream_id"))),
            (E::FeatureOfInterest, _) => self.observed_at(id(), child),
            // No other pair of types is a navigation.
            _ => constant(false),
        }
    }

    /// The feature of an observation: its own, else that of its site.
    pub(super) fn feature_of(&self, id: Expr, datastream_id: Expr) -> Expr {
        let thing_id = scalar(pick("datastream", "thing_id", "id", datastream_id));
        let of_thing = scalar(pick("thing", "feature_id", "id", thing_id));
        if !self.side {
            return of_thing;
        }
        let own = scalar(pick("observation_side", "feature_id", "id", id));
        call("COALESCE", [own, of_thing])
    }

    /// Whether the observation under `child` is about a feature.
    fn observed_at(&self, feature_id: Expr, child: TableAlias) -> Expr {
        let things = pick("thing", "id", "feature_id", feature_id.clone());
        let datastream = Alias::new("datastream");
        let of = |name| Expr::col((datastream.clone(), Alias::new(name)));
        let datastreams = Query::select()
            .expr(of("id"))
            .from(datastream.clone())
            .and_where(of("thing_id").in_subquery(things))
            .to_owned();
        let of_site = child.col("datastream_id").in_subquery(datastreams);
        if !self.side {
            return of_site;
        }
        let given = self.side_column(child, "feature_id");
        let own =
            child.col("id").in_subquery(pick("observation_side", "id", "feature_id", feature_id));
        any([all([of_site, given.is_null()]), own])
    }

    /// `EXISTS (SELECT 1 FROM … WHERE joined AND visible AND condition)` along one navigation path.
    pub(super) fn add_path(
        &self,
        select: &mut SelectStatement,
        from: Scope,
        navs: &[Nav],
        known: &mut Vec<(Vec<Nav>, Scope)>,
    ) -> Scope {
        let mut here = from;
        for (index, nav) in navs.iter().enumerate() {
            let path = &navs[..=index];
            if let Some((_, scope)) = known.iter().find(|(seen, _)| seen == path) {
                here = *scope;
                continue;
            }
            let next = self.scope(nav.to);
            self.add_from(select, next);
            select.and_where(self.join(*nav, Parent::Row(here.alias), next.alias));
            select.and_where_option(self.visible(next));
            known.push((path.to_vec(), next));
            here = next;
        }
        here
    }

    /// JSON text as the type in which JSON is taken apart.
    pub(super) fn json_from_text(&self, expr: Expr) -> Expr {
        match self.dialect {
            Dialect::Sqlite => expr,
            Dialect::Postgres => cast(expr, "JSONB"),
        }
    }
}

/// Whether the row whose columns are given is public or reached by the viewer.
fn seen(reach: &Reach, kind: EntityKind, column: &dyn Fn(&'static str) -> Expr) -> Expr {
    let is_public = column("visibility").eq(Visibility::Public.code());
    or_reached(reach, kind, column, is_public)
}

/// What holds for everybody, or that the viewer reaches the row.
fn or_reached(
    reach: &Reach,
    kind: EntityKind,
    column: &dyn Fn(&'static str) -> Expr,
    for_everybody: Expr,
) -> Expr {
    let granted: &[i32] = match kind {
        EntityKind::Thing => &reach.things,
        EntityKind::Location => &reach.locations,
        EntityKind::Datastream => &reach.datastreams,
        EntityKind::Sensor => &reach.sensors,
        EntityKind::ObservedProperty => &reach.observed_properties,
        EntityKind::FeatureOfInterest => &reach.features,
        EntityKind::HistoricalLocation | EntityKind::Observation => &[],
    };
    let mut either = vec![for_everybody];
    if !reach.networks.is_empty() {
        either.push(column("network_id").is_in(reach.networks.iter().copied()));
    }
    if !granted.is_empty() {
        either.push(column("id").is_in(granted.iter().copied()));
    }
    any(either)
}

/// Adds `table.column = value`.
fn with(
    mut select: SelectStatement,
    table: &'static str,
    column: &'static str,
    value: Expr,
) -> SelectStatement {
    select.and_where(Expr::col((Alias::new(table), Alias::new(column))).eq(value));
    select
}
