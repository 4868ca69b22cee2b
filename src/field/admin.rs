//! Accounts and roles, for administrators of a network; the log, for those who keep its data.

use super::answer::Answer;
use super::session::use_session;
use crate::api::abort::AbortHandle;
use crate::api::accounts::{User, UserChange, put_role, put_user, users};
use crate::api::error::ApiError;
use crate::components::page_title::PageTitle;
use gagehouse_records::Role;
use gagehouse_records::role::Deed;
use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen_futures::spawn_local;

/// What changes accounts, and says how it went.
#[derive(Clone, Copy)]
struct Keeper {
    said: RwSignal<String>,
    failed: RwSignal<String>,
    is_busy: RwSignal<bool>,
    users: Answer<Vec<User>>,
    abort: AbortHandle,
}

impl Keeper {
    /// Does something, then asks for the accounts again.
    fn run(
        self,
        done: String,
        what: impl Future<Output = Result<(), ApiError>> + 'static,
        after: impl FnOnce() + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.said.set(String::new());
        self.failed.set(String::new());
        spawn_local(async move {
            let outcome = what.await;
            self.is_busy.try_set(false);
            match outcome {
                Ok(()) => {
                    let _ = self.said.try_set(done);
                    after();
                    self.users.ask_again();
                }
                Err(ApiError::Aborted) => {}
                Err(error) => {
                    let _ = self.failed.try_set(format!("{error}."));
                    // What a box shows and the server refused is put back.
                    self.users.ask_again();
                }
            }
        });
    }
}

/// The networks in which one may do something.
fn networks_where(deed: Deed) -> Vec<String> {
    let who = use_session().who();
    let roles = who.map(|who| who.roles).unwrap_or_default();
    roles.into_iter().filter(|(_, role)| role.may(deed)).map(|(network, _)| network).collect()
}

/// The page.
#[component]
pub fn AdminPage() -> impl IntoView {
    let is_keeper = Memo::new(|_| !networks_where(Deed::Administer).is_empty());
    let may_read = Memo::new(|_| !networks_where(Deed::Audit).is_empty());
    view! {
        <div class="column">
            <PageTitle text="Accounts" />
            <h1 tabindex="-1">"Accounts"</h1>
            <Show when=move || may_read.get()>
                <p>
                    <A href="/field/log">"Log of changes"</A>
                </p>
            </Show>
            <Show
                when=move || is_keeper.get()
                fallback=|| view! { <p>"Accounts are kept by administrators of a network; you are none."</p> }
            >
                <Accounts />
            </Show>
        </div>
    }
}

#[component]
fn Accounts() -> impl IntoView {
    let users = Answer::to(|| (), |(), abort| async move { users(abort).await });
    let keeper = Keeper {
        said: RwSignal::new(String::new()),
        failed: RwSignal::new(String::new()),
        is_busy: RwSignal::new(false),
        users,
        abort: AbortHandle::of_owner(),
    };
    view! {
        <p role="status">{keeper.said}</p>
        <p class="field-problem" role="alert">
            {keeper.failed}
        </p>
        {users
            .show("the accounts", move |users| {
                let users = users.into_iter().map(|user| view! { <OneUser user keeper /> });
                view! { <ul class="field-cards">{users.collect::<Vec<_>>()}</ul> }
            })}
        <NewUser keeper />
    }
}

#[component]
fn OneUser(user: User, keeper: Keeper) -> impl IntoView {
    let name = user.name.clone();
    let roles = networks_where(Deed::Administer).into_iter().map(|network| {
        let held = user.roles.get(&network).copied();
        let changed = {
            let (name, network) = (name.clone(), network.clone());
            move |event: web_sys::Event| {
                let role = event_target_value(&event).parse::<Role>().ok();
                let done = match role {
                    Some(role) => format!("{name} is {role} in {network}."),
                    None => format!("{name} has no role in {network}."),
                };
                let (name, network) = (name.clone(), network.clone());
                let what = async move { put_role(&name, &network, role, keeper.abort).await };
                keeper.run(done, what, || ());
            }
        };
        let options = Role::ALL.into_iter().map(|role| {
            view! {
                <option value=role.to_string() selected=held == Some(role)>
                    {role.to_string()}
                </option>
            }
        });
        view! {
            <label class="field-label">
                {format!("Role in {network}")}
                <select on:change=changed disabled=move || keeper.is_busy.get()>
                    <option value="" selected=held.is_none()>
                        "No role"
                    </option>
                    {options.collect::<Vec<_>>()}
                </select>
            </label>
        }
    });
    let roles = roles.collect::<Vec<_>>();
    let shut = {
        let (name, disabled) = (name.clone(), user.disabled);
        move |_| {
            let done = match disabled {
                true => format!("{name} may sign in again."),
                false => format!("{name} is shut out; every session has ended."),
            };
            let change = UserChange { disabled: Some(!disabled), ..UserChange::default() };
            let name = name.clone();
            keeper.run(done, async move { put_user(&name, &change, keeper.abort).await }, || ());
        }
    };
    let password = RwSignal::new(String::new());
    let renew = {
        let name = name.clone();
        move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            let change =
                UserChange { password: Some(password.get_untracked()), ..UserChange::default() };
            let done = format!("The password of {name} is changed; every session has ended.");
            let name = name.clone();
            let what = async move { put_user(&name, &change, keeper.abort).await };
            keeper.run(done, what, move || {
                let _ = password.try_set(String::new());
            });
        }
    };
    view! {
        <li class="card">
            <h2>
                {user.display_name.clone()} " "
                <span class="small quiet">{name}</span>
            </h2>
            {user.disabled.then(|| view! { <p>"Shut out"</p> })}
            {roles}
            <details>
                <summary>"Password and access"</summary>
                <form class="field-form" on:submit=renew>
                    <label class="field-label">
                        "New password"
                        <input
                            type="password"
                            autocomplete="new-password"
                            required
                            prop:value=password
                            on:input=move |event| password.set(event_target_value(&event))
                        />
                    </label>
                    <p class="actions">
                        <button type="submit" class="button" disabled=move || keeper.is_busy.get()>
                            "Change the password"
                        </button>
                        <button
                            type="button"
                            class="button button--quiet"
                            disabled=move || keeper.is_busy.get()
                            on:click=shut
                        >
                            {if user.disabled { "Let in again" } else { "Shut out" }}
                        </button>
                    </p>
                </form>
            </details>
        </li>
    }
}

#[component]
fn NewUser(keeper: Keeper) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let called = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let named = name.get_untracked().trim().to_owned();
        let display =
            Some(called.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let change = UserChange {
            display_name: display,
            password: Some(password.get_untracked()),
            disabled: None,
        };
        let done = format!("The account {named} is made. Give it a role above.");
        let what = async move { put_user(&named, &change, keeper.abort).await };
        keeper.run(done, what, move || {
            for field in [name, called, password] {
                let _ = field.try_set(String::new());
            }
        });
    };
    let field = |label: &'static str,
                 kind: &'static str,
                 complete: &'static str,
                 signal: RwSignal<String>,
                 needed: bool| {
        view! {
            <label class="field-label">
                {label}
                <input
                    type=kind
                    autocomplete=complete
                    autocapitalize="off"
                    required=needed
                    prop:value=signal
                    on:input=move |event| signal.set(event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <section class="card" aria-labelledby="new-account">
            <h2 id="new-account">"New account"</h2>
            <form class="field-form" on:submit=send>
                {field("Name to sign in by (a–z, 0–9, . - _)", "text", "off", name, true)}
                {field("Called", "text", "off", called, false)}
                {field("Password", "password", "new-password", password, true)}
                <p class="actions">
                    <button type="submit" class="button" disabled=move || keeper.is_busy.get()>
                        "Make the account"
                    </button>
                </p>
            </form>
        </section>
    }
}
