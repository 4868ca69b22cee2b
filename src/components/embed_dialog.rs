//! How a page of others shows what this page shows: a preview, its size, and the lines to copy.
//!
//! The server is asked before anything is offered, so that nothing is offered that its headers would block.

use super::embed_button::Embeddable;
use crate::api::abort::AbortHandle;
use crate::api::embed::{Embedded, FramedBy, look_at};
use crate::browser;
use gagehouse_chart::embed::{
    EmbedQuery, HEIGHT_PX, Language, Look, SIDES_PX, Table, Theme, WIDTH_PX,
};
use gagehouse_chart::query::encoding::{decoded, encoded};
use gagehouse_chart::query::{Window, ZoneChoice};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The look of an embed is asked for so long after the last change.
const REST_MS: i32 = 350;

/// What the dialog holds; the subject comes from the button around it.
#[component]
pub fn EmbedOptions() -> impl IntoView {
    let subject = use_context::<Signal<Embeddable>>();
    let look = RwSignal::new(Look::default());
    let offered = RwSignal::new(None::<Result<Embedded, String>>);
    let shown = RwSignal::new(None::<Addresses>);
    let asked = StoredValue::new(0u32);
    let abort = AbortHandle::of_owner();
    let addresses = Memo::new(move |_| {
        let subject = subject?.get();
        look.with(|look| Some(Addresses::of(&subject, look)))
    });
    Effect::new(move |_| {
        let addresses = addresses.get();
        asked.update_value(|asked| *asked += 1);
        let number = asked.get_value();
        spawn_local(async move {
            crate::api::http::sleep(REST_MS).await;
            // Only what was chosen last is asked for.
            let Some(addresses) = addresses.filter(|_| asked.try_get_value() == Some(number))
            else {
                return;
            };
            let seen = look_at(&addresses.path, abort).await.map_err(|error| error.to_string());
            if asked.try_get_value() == Some(number) {
                offered.try_set(Some(seen));
                shown.try_set(Some(addresses));
            }
        });
    });
    let body = move || match offered.get() {
        None => view! { <p role="status">"Asking the server …"</p> }.into_any(),
        Some(Err(why)) => {
            let text = format!("This cannot be embedded: {why}.");
            view! { <p class="callout callout--problem" role="alert">{text}</p> }.into_any()
        }
        Some(Ok(Embedded { framed_by: FramedBy::Nobody, .. })) => {
            let text = "This server lets no other page show its plots.";
            view! { <p class="callout callout--problem" role="alert">{text}</p> }.into_any()
        }
        Some(Ok(embedded)) => view! { <Offer embedded shown /> }.into_any(),
    };
    view! {
        <Choices look />
        <Cautions subject />
        {body}
    }
}

/// The addresses of an embed.
#[derive(Debug, Clone, PartialEq)]
struct Addresses {
    /// Of its page, from this app's root.
    path: String,
    /// Of the page that it is of, for oEmbed.
    page: String,
    /// Of a picture, where there is one.
    picture: Option<String>,
    /// Attributes of the element, where there is one.
    attributes: Option<String>,
    /// What it is called. It is copied once, so no value stands in it.
    label: String,
    height_px: u32,
}

impl Addresses {
    fn of(subject: &Embeddable, look: &Look) -> Self {
        let height_px = look.height_px.unwrap_or(HEIGHT_PX);
        match subject {
            Embeddable::Plot { query, label } => {
                let query = EmbedQuery { plot: (**query).clone(), look: look.clone() };
                let text = query.render();
                let label = look.title.clone().unwrap_or_else(|| label.clone());
                Self {
                    path: format!("/embed/v1/plot?{text}"),
                    page: format!("/embed/v1/plot?{text}"),
                    picture: Some(format!("/embed/v1/plot.png?{text}")),
                    attributes: Some(attributes(&query)),
                    label,
                    height_px,
                }
            }
            Embeddable::Site { source, code, label } => {
                let text = EmbedQuery { look: look.clone(), ..EmbedQuery::default() }.render();
                let joint = if text.is_empty() { "" } else { "?" };
                let path = format!("/embed/v1/site/{source}/{code}{joint}{text}");
                Self {
                    page: path.clone(),
                    path,
                    picture: None,
                    attributes: None,
                    label: look.title.clone().unwrap_or_else(|| label.clone()),
                    height_px,
                }
            }
        }
    }

    /// A frame, as markup.
    fn frame(&self) -> String {
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{}\" loading=\"lazy\" style=\"border:0\"></iframe>",
            escaped(&absolute(&self.path)),
            escaped(&self.label),
            self.height_px
        )
    }

    /// The element with its script, as markup.
    fn element(&self) -> Option<String> {
        let attributes = self.attributes.as_ref()?;
        Some(format!(
            "<script src=\"{}\" async></script>\n<gagehouse-plot {attributes} label=\"{label}\"><a href=\"{}\">{label}</a></gagehouse-plot>",
            escaped(&absolute("/embed/v1/gagehouse-plot.js")),
            escaped(&absolute(&self.path)),
            label = escaped(&self.label),
        ))
    }

    /// A picture that leads to the page, as markup.
    fn image(&self) -> Option<String> {
        let picture = self.picture.as_ref()?;
        Some(format!(
            "<a href=\"{}\"><img src=\"{}\" alt=\"{}\" width=\"{WIDTH_PX}\" height=\"{}\" loading=\"lazy\"></a>",
            escaped(&absolute(&self.page)),
            escaped(&absolute(picture)),
            escaped(&self.label),
            self.height_px
        ))
    }

    fn oembed(&self) -> String {
        absolute(&format!("/oembed?format=json&url={}", encoded(&absolute(&self.page))))
    }
}

/// The parameters of an address as attributes of the element.
fn attributes(query: &EmbedQuery) -> String {
    let text = query.render();
    let mut attributes: Vec<(String, String)> = Vec::new();
    for pair in text.split('&') {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let value = decoded(value);
        match attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => {
                values.push(if matches!(name, "d" | "hide") { ' ' } else { '\n' });
                values.push_str(&value);
            }
            None => attributes.push((name.to_owned(), value)),
        }
    }
    let written = attributes.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value)));
    written.collect::<Vec<_>>().join(" ")
}

fn absolute(path: &str) -> String {
    format!("{}{}", browser::origin(), browser::under_base(path))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// What of the plot here would look otherwise there.
#[component]
fn Cautions(subject: Option<Signal<Embeddable>>) -> impl IntoView {
    let cautions = move || {
        let Some(Embeddable::Plot { query, .. }) = subject.map(|subject| subject.get()) else {
            return Vec::new();
        };
        let mut said = Vec::new();
        if matches!(query.window, Window::Span { to: Some(_), .. }) {
            said.push(
                "It shows this window for ever. For one that follows the data, choose a period such as 30 days first.",
            );
        }
        if query.zone == ZoneChoice::Browser {
            said.push("Its times are those of the site, since each reader's own clock is not known there.");
        }
        said
    };
    view! {
        {move || cautions().into_iter().map(|text| view! { <p class="small quiet">{text}</p> }).collect::<Vec<_>>()}
    }
}

#[component]
fn Choices(look: RwSignal<Look>) -> impl IntoView {
    let refused = RwSignal::new(String::new());
    let height = move |event| {
        let text = event_target_value(&event);
        match text.trim().parse().ok().filter(|px| SIDES_PX.contains(px)) {
            Some(px) => {
                refused.set(String::new());
                look.update(|look| look.height_px = Some(px).filter(|px| *px != HEIGHT_PX));
            }
            None => refused.set(format!(
                "'{text}' is not a number from {} to {}.",
                SIDES_PX.start(),
                SIDES_PX.end()
            )),
        }
    };
    let title = move |event| {
        let text = event_target_value(&event);
        look.update(|look| {
            look.title = Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        });
    };
    let color = move |event| {
        let text = event_target_value(&event);
        let text = text.trim();
        let color =
            gagehouse_chart::draw::color_from_css(&format!("#{}", text.trim_start_matches('#')));
        if text.is_empty() || color.is_some() {
            refused.set(String::new());
            look.update(|look| look.brand = color);
        } else {
            refused.set(format!(
                "'{text}' is not a colour; six hexadecimal digits are expected, such as 0b5675."
            ));
        }
    };
    let theme = move |event| {
        let word = event_target_value(&event);
        let found = Theme::WORDS.iter().find(|(_, known)| *known == word);
        look.update(|look| look.theme = found.map(|(theme, _)| *theme).unwrap_or_default());
    };
    let language = move |event| {
        let word = event_target_value(&event);
        let found = Language::WORDS.iter().find(|(_, known)| *known == word);
        look.update(|look| {
            look.language = found.map(|(language, _)| *language).unwrap_or_default()
        });
    };
    let table = move |event| {
        let is_open = event_target_checked(&event);
        look.update(|look| look.table = if is_open { Table::Open } else { Table::Closed });
    };
    view! {
        <div class="export-dialog__row">
            <label>
                "Ground "
                <select on:change=theme>
                    <option value="auto">"As the reader's device"</option>
                    <option value="light">"Light"</option>
                    <option value="dark">"Dark"</option>
                </select>
            </label>
            <label>
                "Language "
                <select on:change=language>
                    <option value="en">"English"</option>
                    <option value="es">"Español"</option>
                </select>
            </label>
            <label>
                "Height "
                <input type="text" inputmode="numeric" size="5" value=HEIGHT_PX.to_string() on:change=height />
            </label>
            <label>
                "Colour "
                <input type="text" size="8" placeholder="0b5675" on:change=color />
            </label>
            <label>
                "Title "
                <input type="text" size="24" maxlength="200" on:change=title />
            </label>
            <label>
                <input type="checkbox" on:change=table />
                " Table open"
            </label>
        </div>
        <p class="small" role="status">{move || refused.get()}</p>
    }
}

/// What can be copied, and how it looks.
#[component]
fn Offer(embedded: Embedded, shown: RwSignal<Option<Addresses>>) -> impl IntoView {
    let size = embedded.bytes.map(|bytes| format!("{:.1} kB", bytes as f64 / 1_000.0));
    let size = size.map(|size| {
        format!("It weighs {size} as sent, in one request, and keeps nothing on the device.")
    });
    let partners = match embedded.framed_by {
        FramedBy::Partners(partners) => {
            Some(format!("This server lets only pages of {} frame it.", partners.join(", ")))
        }
        FramedBy::Any | FramedBy::Nobody => None,
    };
    let said = RwSignal::new(String::new());
    let lines = move || {
        let Some(addresses) = shown.get() else { return Vec::new() };
        let offers = [
            ("Frame", Some(addresses.frame())),
            ("Element", addresses.element()),
            ("Picture", addresses.image()),
            ("oEmbed", Some(addresses.oembed())),
        ];
        let offers = offers.into_iter().filter_map(|(name, text)| Some((name, text?)));
        offers.map(|(name, text)| view! { <Lines name text said /> }).collect()
    };
    let preview = move || {
        shown.get().map(|addresses| {
            let src = browser::under_base(&addresses.path);
            let height = addresses.height_px.to_string();
            view! { <iframe class="embed-preview" src=src title="Preview" width="100%" height=height></iframe> }
        })
    };
    view! {
        <p role="status">{size}</p>
        {partners.map(|text| view! { <p class="callout">{text}</p> })}
        {preview}
        <p class="small" role="status">{move || said.get()}</p>
        {lines}
    }
}

/// Lines to take into another page.
#[component]
fn Lines(name: &'static str, text: String, said: RwSignal<String>) -> impl IntoView {
    let copied = text.clone();
    let copy = move |_| {
        let text = copied.clone();
        spawn_local(async move {
            let done = browser::copy_text(&text).await;
            let words =
                if done { "copied." } else { "could not be copied; select its lines instead." };
            said.try_set(format!("{name} {words}"));
        });
    };
    let label = format!("Lines of {name}");
    view! {
        <section>
            <h3>{name}</h3>
            <pre class="export-dialog__lines" tabindex="0" role="region" aria-label=label>{text}</pre>
            <button type="button" class="button button--quiet" on:click=copy>{format!("Copy {name}")}</button>
        </section>
    }
}
