//! The files that hang on a record.

use crate::api::records::{Asked, list};
use crate::browser;
use crate::field::answer::Answer;
use crate::field::names::use_names;
use crate::field::words::when_text;
use gagehouse_chart::format::count;
use gagehouse_records::vocabulary::ATTACHMENT_KIND;
use gagehouse_records::{Body, Kind};
use leptos::prelude::*;

/// Most files that are shown of one record.
const MOST: u64 = 200;

/// The files, each with its caption and size, to be saved.
#[component]
pub fn Files(
    /// The record's id.
    parent: String,
) -> impl IntoView {
    let files = Answer::to(
        move || Asked::default().with("parent", &parent).with("limit", MOST),
        |asked, abort| async move { list(Kind::Attachment, &asked, abort).await },
    );
    let names = use_names();
    files.show("the files", move |page| {
        if page.items.is_empty() {
            return view! { <p>"None recorded."</p> }.into_any();
        }
        let file = |item: &gagehouse_records::listed::RecordBody| {
            let Body::Attachment(file) = Body::parse(Kind::Attachment, &item.record).0 else {
                return None;
            };
            let address = browser::under_base(&format!("/api/v1/attachments/{}/content", item.id));
            let size = file.bytes.map(|bytes| format!("{} kB", count(bytes.div_ceil(1_000))));
            let taken = file.taken.map(|taken| format!("taken {}", when_text(taken)));
            let code = file.attachment_kind.clone();
            let words = move || {
                let kind = names.term(ATTACHMENT_KIND, &code);
                let words = [Some(kind), size.clone(), taken.clone()].into_iter().flatten();
                words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
            };
            Some(view! {
                <li>
                    <a href=address download=file.file_name.clone() rel="external">
                        {file.file_name.clone()}
                    </a>
                    " "
                    <span class="small quiet">{words}</span>
                    {(!file.caption.is_empty()).then(|| view! { <p>{file.caption.clone()}</p> })}
                </li>
            })
        };
        let files = page.items.iter().filter_map(file).collect::<Vec<_>>();
        view! { <ul>{files}</ul> }.into_any()
    })
}
