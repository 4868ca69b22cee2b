//! Pages that are fetched when they are first shown, so that the first view need not wait for their code.
//!
//! With the feature `split`, which release builds have, each group of pages is a file of its own: wasm-split
//! cuts what only its functions here reach off the compiled program. Without it they are part of the program.

use crate::routes;
use leptos::prelude::{AnyView, IntoAny};
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;

/// Makes the view of a page.
pub type Page = fn() -> AnyView;

/// A page on its way.
pub type Fetched = Pin<Box<dyn Future<Output = Result<Page, SplitLoaderError>>>>;

/// `chunk: page = component;` makes a function `page` that fetches the component with its chunk.
macro_rules! pages {
    ($($chunk:ident: $page:ident = $component:path;)*) => {$(
        pub fn $page() -> Fetched {
            #[cfg_attr(
                feature = "split",
                leptos::wasm_split::wasm_split($chunk, fallible, wasm_split_path = leptos::wasm_split)
            )]
            fn $page() -> Result<Page, SplitLoaderError> {
                Ok(|| $component().into_any())
            }
            #[cfg(feature = "split")]
            return Box::pin($page());
            #[cfg(not(feature = "split"))]
            return Box::pin(std::future::ready($page()));
        }
    )*};
}

pages! {
    plot: plot = routes::plot::PlotPage;
    catalog: catalog = routes::catalog::CatalogPage;
    sites: site = routes::site::SitePage;
    sites: network = routes::network::NetworkPage;
    sites: about = routes::about::AboutPage;
}
