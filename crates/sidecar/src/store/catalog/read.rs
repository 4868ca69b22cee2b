//! Reading the catalog tables: sources with their state, and the rows of one source as records.
//!
//! Rows that a source no longer lists (`gone_us`) stay for the records that refer to them and are not read here.

use crate::store::entities::{catalog_datastream, catalog_site, network, source};
use crate::store::{Store, StoreError, visible};
use gagehouse_catalog::lines::{Attachment, Neighbour, Threshold};
use gagehouse_catalog::{DatastreamRecord, NetworkRecord, Pause, SiteRecord};
use gagehouse_model::{SiteZone, Spacing, TimeUs, Unit, Viewer, Visibility};
use sea_orm::sea_query::IntoCondition;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use std::collections::{BTreeSet, HashMap};

/// The rows of one source that a viewer may see, in the order of our keys; references are our ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceRows {
    /// Networks with their ids.
    pub networks: Vec<(i32, NetworkRecord)>,
    /// Sites with their ids and their networks'.
    pub sites: Vec<Row<SiteRecord>>,
    /// The id of its site with each datastream.
    pub datastreams: Vec<(i32, Row<DatastreamRecord>)>,
}

/// A network with the number of its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedNetwork {
    /// What the source says.
    pub record: NetworkRecord,
    /// Number of its sites.
    pub sites: u64,
    /// Number of its datastreams.
    pub datastreams: u64,
}

/// A record with our keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<T> {
    /// Our key.
    pub id: i32,
    /// Our key of its network.
    pub network_id: i32,
    /// What the source says.
    pub record: T,
}

/// The networks that a viewer may see.
fn seen_networks(viewer: &Viewer) -> Select<network::Entity> {
    network::Entity::find().filter(visible::<network::Entity>(viewer))
}

/// The sites that are still there and a viewer may see.
fn seen_sites(viewer: &Viewer) -> Select<catalog_site::Entity> {
    catalog_site::Entity::find()
        .filter(catalog_site::Column::GoneUs.is_null())
        .filter(visible::<catalog_site::Entity>(viewer))
}

/// The datastreams that are still there and a viewer may see.
fn seen_datastreams(viewer: &Viewer) -> Select<catalog_datastream::Entity> {
    catalog_datastream::Entity::find()
        .filter(catalog_datastream::Column::GoneUs.is_null())
        .filter(visible::<catalog_datastream::Entity>(viewer))
}

impl Store {
    /// Every source, in the order in which they were added. Sources themselves are visible to all.
    pub async fn catalog_sources(&self) -> Result<Vec<source::Model>, StoreError> {
        Ok(source::Entity::find().order_by_asc(source::Column::Id).all(self.read()).await?)
    }

    /// The rows of a source; a datastream whose site the viewer may not see is left out.
    pub async fn catalog_rows(
        &self,
        viewer: &Viewer,
        source_id: i32,
    ) -> Result<SourceRows, StoreError> {
        let networks = seen_networks(viewer)
            .filter(network::Column::SourceId.eq(source_id))
            .order_by_asc(network::Column::Id)
            .all(self.read())
            .await?;
        let sites = self.catalog_site_rows(viewer, source_id).await?;
        let datastreams = seen_datastreams(viewer)
            .filter(catalog_datastream::Column::SourceId.eq(source_id))
            .order_by_asc(catalog_datastream::Column::Id)
            .all(self.read())
            .await?;
        Ok(SourceRows::of(networks, sites, datastreams))
    }

    /// The sites of a source, without the names of their networks.
    pub async fn catalog_sites(
        &self,
        viewer: &Viewer,
        source_id: i32,
    ) -> Result<Vec<Row<SiteRecord>>, StoreError> {
        let rows = self.catalog_site_rows(viewer, source_id).await?.into_iter();
        let row = |row: catalog_site::Model| Row {
            id: row.id,
            network_id: row.network_id,
            record: site_record(row, None),
        };
        Ok(rows.map(row).collect())
    }

    async fn catalog_site_rows(
        &self,
        viewer: &Viewer,
        source_id: i32,
    ) -> Result<Vec<catalog_site::Model>, StoreError> {
        Ok(seen_sites(viewer)
            .filter(catalog_site::Column::SourceId.eq(source_id))
            .order_by_asc(catalog_site::Column::Id)
            .all(self.read())
            .await?)
    }

    /// The networks of a source, each with the number of sites and datastreams that the viewer may see.
    pub async fn catalog_networks(
        &self,
        viewer: &Viewer,
        source_id: i32,
    ) -> Result<Vec<CountedNetwork>, StoreError> {
        let networks = seen_networks(viewer)
            .filter(network::Column::SourceId.eq(source_id))
            .order_by_asc(network::Column::Id)
            .all(self.read())
            .await?;
        let mut counted = Vec::with_capacity(networks.len());
        for network in networks {
            let sites = seen_sites(viewer)
                .filter(catalog_site::Column::NetworkId.eq(network.id))
                .count(self.read())
                .await?;
            let datastreams = seen_datastreams(viewer)
                .filter(catalog_datastream::Column::NetworkId.eq(network.id))
                .count(self.read())
                .await?;
            counted.push(CountedNetwork { record: network_record(network), sites, datastreams });
        }
        Ok(counted)
    }

    /// One site with its datastreams, by its code, else its Thing id.
    pub async fn catalog_site(
        &self,
        viewer: &Viewer,
        source_id: i32,
        code: &str,
    ) -> Result<Option<SourceRows>, StoreError> {
        let Some(site) = self.find_catalog_site(viewer, source_id, code).await? else {
            return Ok(None);
        };
        let datastreams = seen_datastreams(viewer)
            .filter(catalog_datastream::Column::CatalogSiteId.eq(site.id))
            .order_by_asc(catalog_datastream::Column::Id)
            .all(self.read())
            .await?;
        let networks = seen_networks(viewer)
            .filter(network::Column::Id.eq(site.network_id))
            .all(self.read())
            .await?;
        Ok(Some(SourceRows::of(networks, vec![site], datastreams)))
    }

    /// Datastreams of a source by their ids there, with their sites and networks; those that do not exist, or are
    /// not for the viewer, are not among them.
    pub async fn catalog_datastreams(
        &self,
        viewer: &Viewer,
        source_id: i32,
        external_ids: &[&str],
    ) -> Result<SourceRows, StoreError> {
        let named = catalog_datastream::Column::ExternalId.is_in(external_ids.iter().copied());
        self.with_their_sites(viewer, source_id, named).await
    }

    /// Datastreams of a source that measure the variable of a name, with their sites and networks.
    pub async fn catalog_of_variable(
        &self,
        viewer: &Viewer,
        source_id: i32,
        name: &str,
    ) -> Result<SourceRows, StoreError> {
        let measure = catalog_datastream::Column::VariableName.eq(name);
        self.with_their_sites(viewer, source_id, measure).await
    }

    async fn with_their_sites(
        &self,
        viewer: &Viewer,
        source_id: i32,
        wanted: impl IntoCondition,
    ) -> Result<SourceRows, StoreError> {
        let of_source = seen_datastreams(viewer)
            .filter(catalog_datastream::Column::SourceId.eq(source_id))
            .filter(wanted);
        let site_ids = of_source
            .clone()
            .select_only()
            .column(catalog_datastream::Column::CatalogSiteId)
            .into_query();
        let datastreams = of_source.all(self.read()).await?;
        let sites = seen_sites(viewer)
            .filter(catalog_site::Column::Id.in_subquery(site_ids))
            .all(self.read())
            .await?;
        let networks: BTreeSet<i32> = sites.iter().map(|row| row.network_id).collect();
        let networks = seen_networks(viewer)
            .filter(network::Column::Id.is_in(networks))
            .all(self.read())
            .await?;
        Ok(SourceRows::of(networks, sites, datastreams))
    }

    /// The sites of a network, told by its id or name, or of a watershed, told by its name, with their datastreams.
    pub async fn catalog_group(
        &self,
        viewer: &Viewer,
        source_id: i32,
        name: &str,
    ) -> Result<SourceRows, StoreError> {
        let networks = seen_networks(viewer)
            .filter(network::Column::SourceId.eq(source_id))
            .order_by_asc(network::Column::Id)
            .all(self.read())
            .await?;
        let named = networks.iter().filter(|it| it.external_id == name || it.name == name);
        let ids: Vec<i32> = named.map(|network| network.id).collect();
        let is_in = Condition::any()
            .add(catalog_site::Column::NetworkId.is_in(ids))
            .add(catalog_site::Column::Watershed.eq(name));
        let of_group = || {
            seen_sites(viewer)
                .filter(catalog_site::Column::SourceId.eq(source_id))
                .filter(is_in.clone())
        };
        let sites = of_group().order_by_asc(catalog_site::Column::Id).all(self.read()).await?;
        let site_ids = of_group().select_only().column(catalog_site::Column::Id).into_query();
        let datastreams = seen_datastreams(viewer)
            .filter(catalog_datastream::Column::CatalogSiteId.in_subquery(site_ids))
            .order_by_asc(catalog_datastream::Column::Id)
            .all(self.read())
            .await?;
        Ok(SourceRows::of(networks, sites, datastreams))
    }

    async fn find_catalog_site(
        &self,
        viewer: &Viewer,
        source_id: i32,
        code: &str,
    ) -> Result<Option<catalog_site::Model>, StoreError> {
        for column in [catalog_site::Column::Code, catalog_site::Column::ExternalId] {
            let site = seen_sites(viewer)
                .filter(catalog_site::Column::SourceId.eq(source_id))
                .filter(column.eq(code))
                .order_by_asc(catalog_site::Column::Id)
                .one(self.read())
                .await?;
            if site.is_some() {
                return Ok(site);
            }
        }
        Ok(None)
    }
}

impl SourceRows {
    fn of(
        networks: Vec<network::Model>,
        sites: Vec<catalog_site::Model>,
        datastreams: Vec<catalog_datastream::Model>,
    ) -> Self {
        let ids_of_sites: HashMap<i32, String> =
            sites.iter().map(|site| (site.id, site.external_id.clone())).collect();
        let ids_of_networks: HashMap<i32, String> =
            networks.iter().map(|network| (network.id, network.external_id.clone())).collect();
        let network_of = |id: i32| ids_of_networks.get(&id).cloned();
        let datastreams = datastreams.into_iter().filter_map(|row| {
            let site = ids_of_sites.get(&row.catalog_site_id)?.clone();
            let network = network_of(row.network_id);
            let (id, network_id, site_id) = (row.id, row.network_id, row.catalog_site_id);
            Some((site_id, Row { id, network_id, record: datastream_record(row, site, network) }))
        });
        let datastreams = datastreams.collect();
        let sites = sites.into_iter().map(|row| {
            let network = network_of(row.network_id);
            Row { id: row.id, network_id: row.network_id, record: site_record(row, network) }
        });
        let sites = sites.collect();
        let networks = networks.into_iter().map(|row| (row.id, network_record(row))).collect();
        Self { networks, sites, datastreams }
    }
}

/// A text that is stored as empty when the source says nothing.
fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Tags, stored one a line.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn network_record(row: network::Model) -> NetworkRecord {
    NetworkRecord {
        external_id: row.external_id,
        name: row.name,
        description: said(row.description),
        link: row.link,
        visibility: Visibility::from_code(row.visibility),
    }
}

fn site_record(row: catalog_site::Model, network: Option<String>) -> SiteRecord {
    let zone = row
        .standard_offset_minutes
        .map(|standard_offset_minutes| SiteZone { iana: row.zone_iana, standard_offset_minutes });
    SiteRecord {
        external_id: row.external_id,
        network,
        visibility: Visibility::from_code(row.visibility),
        code: said(row.code),
        name: row.name,
        description: said(row.description),
        site_type: row.site_type,
        longitude: row.longitude,
        latitude: row.latitude,
        elevation_m: row.elevation_m,
        elevation_datum: row.elevation_datum,
        admin_area_1: row.admin_area_1,
        admin_area_2: row.admin_area_2,
        country: row.country,
        watershed: row.watershed,
        zone,
        synthetic: row.synthetic,
        disclaimer: row.disclaimer,
        link: row.link,
        licence: row.licence,
        citation: row.citation,
        tags: lines(&row.tags),
        attachments: Attachment::split(&row.attachments),
        neighbours: Neighbour::split(&row.neighbours),
    }
}

fn datastream_record(
    row: catalog_datastream::Model,
    site: String,
    network: Option<String>,
) -> DatastreamRecord {
    DatastreamRecord {
        external_id: row.external_id,
        site,
        network,
        visibility: Visibility::from_code(row.visibility),
        results_visible: row.results_visible,
        name: row.name,
        description: said(row.description),
        variable_code: row.variable_code,
        variable_name: row.variable_name,
        variable_definition: row.variable_definition,
        variable_category: row.variable_category,
        unit: Unit {
            name: row.unit_name,
            symbol: row.unit_symbol,
            definition: row.unit_definition,
        },
        sampled_medium: row.sampled_medium,
        aggregation_statistic: row.aggregation_statistic,
        aggregation: row.aggregation_us.and_then(Spacing::from_us),
        value_type: row.value_type,
        result_type: row.result_type,
        observation_type: row.observation_type,
        processing_level: row.processing_level,
        processing_level_definition: row.processing_level_definition,
        processing_level_explanation: row.processing_level_explanation,
        method_id: row.method_id,
        method_code: row.method_code,
        method_name: row.method_name,
        method_description: row.method_description,
        method_link: row.method_link,
        method_type: row.method_type,
        sensor_model: row.sensor_model,
        vertical_offset_m: row.vertical_offset_m,
        spacing: row.spacing_us.and_then(Spacing::from_us),
        no_data_value: row.no_data_value,
        status: row.status,
        begin: row.begin_us.map(TimeUs),
        end: row.end_us.map(TimeUs),
        value_count: row.value_count.and_then(|count| u64::try_from(count).ok()),
        revision: row.revision,
        latest_time: row.latest_time_us.map(TimeUs),
        latest_value: row.latest_value,
        arrived: row.arrived_us.map(TimeUs),
        transmission: row.transmission_us.and_then(Spacing::from_us),
        delay_us: row.delay_us,
        pause: row.pause.and_then(Pause::from_code),
        thresholds: Threshold::split(&row.thresholds),
        tags: lines(&row.tags),
    }
}
