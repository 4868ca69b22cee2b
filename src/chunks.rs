//! Pages, parts of the plot's page, and what opens in them, that are fetched when they are first shown, so that the
//! first view, and the first plot, need not wait for their code.
//!
//! With the feature `split`, which release builds have, each group of them is a file of its own: wasm-split
//! cuts what only its functions here reach off the compiled program. Without it they are part of the program.
//! Few groups: what several of them share becomes a file for each set of groups that shares it.
//!
//! What is cut off stays in a program that nothing in it calls. So the public app's build, which has no feature `field`, cuts the
//! groups here, and the field app's those of its own (`field/chunks.rs`).

use crate::api::abort::AbortHandle;
use crate::components;
use crate::map::look::Classes;
use crate::map::points::SiteIndex;
use crate::map::state::MapState;
use crate::routes;
use crate::routes::plot::PlotState;
use gagehouse_catalog::{Catalog, CatalogQuery};
use gagehouse_model::TimeUs;
use leptos::prelude::{AnyView, IntoAny};
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;
use std::sync::Arc;

/// Makes the view of a page.
pub type Page = fn() -> AnyView;

/// Makes the view of a part of a page, of what the page shares.
pub type Part<S> = fn(S) -> AnyView;

/// Makes the view of a part of the plot's page.
pub type PlotPart = Part<PlotState>;

/// Makes the view of a part of the map's page.
pub type MapPart = Part<MapState>;

/// A page or a part on its way.
pub type Fetched<V = Page> = Pin<Box<dyn Future<Output = Result<V, SplitLoaderError>>>>;

/// `chunk: name(given) as Type = view;` makes a function `name` that fetches the view with its chunk, in builds that cut.
macro_rules! chunks {
    ($cut:meta; $($chunk:ident: $name:ident($($given:ident)?) as $made:ty = $view:path;)*) => {$(
        pub fn $name() -> Fetched<$made> {
            #[cfg_attr(
                $cut,
                leptos::wasm_split::wasm_split($chunk, fallible, wasm_split_path = leptos::wasm_split)
            )]
            fn $name() -> Result<$made, SplitLoaderError> {
                Ok(|$($given)?| $view($($given)?).into_any())
            }
            #[cfg($cut)]
            return Box::pin($name());
            #[cfg(not($cut))]
            return Box::pin(std::future::ready($name()));
        }
    )*};
}

#[cfg(feature = "field")]
pub(crate) use chunks;

chunks! {
    all(feature = "split", not(feature = "field"));
    plot: plot() as Page = routes::plot::PlotPage;
    analysis: plot_charts(state) as PlotPart = routes::plot::charts;
    analysis: plot_details(state) as PlotPart = routes::plot::details;
    analysis: plot_export(state) as PlotPart = routes::plot::export_parts;
    catalog: catalog() as Page = routes::catalog::CatalogPage;
    catalog: predecessor() as Page = routes::predecessor::PredecessorPage;
    explore: map_tools(state) as MapPart = components::map_tools::tools;
    explore: map_chips(state) as MapPart = components::map_tools::chips_in_force;
    explore: map_places(state) as MapPart = components::place_search::places;
    explore: map_legend(state) as MapPart = components::map_legend::legend;
    explore: map_layers(state) as MapPart = components::map_layers::layers;
    explore: map_card(state) as MapPart = components::site_card::site_card;
    explore: map_here(state) as MapPart = components::sites_here::sites_here;
    sites: site() as Page = routes::site::SitePage;
    sites: network() as Page = routes::network::NetworkPage;
    sites: about() as Page = routes::about::AboutPage;
    sites: embed() as Page = components::embed_dialog::EmbedOptions;
}

/// Tells of each row of sites whether one of its series passes the filters of a query.
pub type SeriesFilter = fn(&Catalog, TimeUs, &CatalogQuery) -> Vec<bool>;

/// The catalog's filters for the map, which needs them only when its address has some.
pub async fn series_filter() -> Result<SeriesFilter, SplitLoaderError> {
    #[cfg_attr(
        all(feature = "split", not(feature = "field")),
        leptos::wasm_split::wasm_split(explore, fallible, wasm_split_path = leptos::wasm_split)
    )]
    fn series_filter() -> Result<SeriesFilter, SplitLoaderError> {
        Ok(crate::map::filter::sites_with_passing_series)
    }
    #[cfg(all(feature = "split", not(feature = "field")))]
    return series_filter().await;
    #[cfg(not(all(feature = "split", not(feature = "field"))))]
    return series_filter();
}

/// Asks how the latest values of a variable stand for their date, and divides the sites by it.
pub type Standing =
    fn(Arc<SiteIndex>, String, AbortHandle) -> Pin<Box<dyn Future<Output = Classes>>>;

/// The classes of percentiles, which the map needs only when its colours tell them.
pub async fn standing() -> Result<Standing, SplitLoaderError> {
    #[cfg_attr(
        all(feature = "split", not(feature = "field")),
        leptos::wasm_split::wasm_split(explore, fallible, wasm_split_path = leptos::wasm_split)
    )]
    fn standing() -> Result<Standing, SplitLoaderError> {
        Ok(|index, variable, abort| {
            Box::pin(crate::map::standing::classes_of(index, variable, abort))
        })
    }
    #[cfg(all(feature = "split", not(feature = "field")))]
    return standing().await;
    #[cfg(not(all(feature = "split", not(feature = "field"))))]
    return standing();
}
