//! `gagehouse user …`: accounts and roles from the command line, where the first administrator comes from.

use super::{password, users};
use crate::clock::now;
use crate::settings::Settings;
use crate::store::Store;
use crate::store::accounts::Grant;
use anyhow::{Context, bail};
use clap::Subcommand;
use gagehouse_records::Role;
use std::io::Write;

/// What the audit log calls whoever sits at the server.
const BY: &str = "command line";

/// What `gagehouse user` can do.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account; the password is the first line of standard input
    Add {
        /// What they sign in by
        name: String,
        /// What they are called [default: the name]
        #[arg(long)]
        display_name: Option<String>,
    },
    /// Set a password, the first line of standard input; every session of the account ends
    Passwd {
        /// What they sign in by
        name: String,
    },
    /// Give a role in a network, or take it with `none`
    Role {
        /// What they sign in by
        name: String,
        /// The network, source:id, or its id alone
        network: String,
        /// partner, technician, manager, administrator or none
        role: String,
        /// Of a partner: a site, by our key; may be repeated
        #[arg(long, value_name = "KEY")]
        site: Vec<i32>,
        /// Of a partner: a datastream, by our key; may be repeated
        #[arg(long, value_name = "KEY")]
        datastream: Vec<i32>,
        /// Of a partner: a processing level; may be repeated
        #[arg(long)]
        level: Vec<String>,
    },
    /// Shut an account out: its sessions and tokens end
    Disable {
        /// What they sign in by
        name: String,
    },
    /// Let an account in again
    Enable {
        /// What they sign in by
        name: String,
    },
    /// Every account with its roles
    List,
}

/// Does what the command line says.
pub async fn run(settings: Settings, command: &UserCommand) -> anyhow::Result<()> {
    let store = Store::open(settings.database_url.expose()).await?;
    let done = act(&store, command).await;
    store.close().await?;
    done
}

async fn act(store: &Store, command: &UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::Add { name, display_name } => {
            if users::check_name(name).is_err() {
                bail!("'{name}' is no account name; use 2 to 40 of a-z, 0-9, '.', '-' and '_'");
            }
            let hash = read_password().await?;
            let display_name = display_name.as_deref().unwrap_or(name);
            store.add_account(name, display_name, Some(hash), BY, now()).await?;
            say(&format!(
                "account '{name}' made; give it a role with: gagehouse user role {name} NETWORK ROLE"
            ))
        }
        UserCommand::Passwd { name } => {
            let hash = read_password().await?;
            store.set_password(name, hash, BY, now()).await?;
            say(&format!("password of '{name}' set; its sessions ended"))
        }
        UserCommand::Role { name, network, role, site, datastream, level } => {
            let found = store.network_named(network).await?;
            let found = match found {
                Some(found) => found,
                None => {
                    let known: Vec<String> = store.network_names().await?.into_values().collect();
                    bail!(
                        "there is no single network '{network}'; there are: {}",
                        known.join(", ")
                    );
                }
            };
            let role = match role.as_str() {
                "none" => None,
                role => Some(role.parse::<Role>().context("the third word is the role")?),
            };
            let mut grants: Vec<Grant> = site.iter().copied().map(Grant::Site).collect();
            grants.extend(datastream.iter().copied().map(Grant::Datastream));
            grants.extend(level.iter().cloned().map(Grant::Level));
            if role != Some(Role::Partner) && !grants.is_empty() {
                bail!("--site, --datastream and --level are for partners");
            }
            store.set_role(name, found.id, role, &grants, BY, now()).await?;
            let what = role.map_or("no role".to_owned(), |role| role.to_string());
            say(&format!("'{name}' is {what} in {network}"))
        }
        UserCommand::Disable { name } => {
            store.set_disabled(name, true, BY, now()).await?;
            say(&format!("'{name}' is shut out"))
        }
        UserCommand::Enable { name } => {
            store.set_disabled(name, false, BY, now()).await?;
            say(&format!("'{name}' may sign in again"))
        }
        UserCommand::List => {
            let names = store.network_names().await?;
            for account in store.accounts().await? {
                let roles: Vec<String> = account
                    .roles
                    .iter()
                    .filter_map(|(id, role)| Some(format!("{role} in {}", names.get(id)?)))
                    .collect();
                let state = if account.disabled { " (disabled)" } else { "" };
                say(&format!(
                    "{}\t{}{state}\t{}",
                    account.name,
                    account.display_name,
                    roles.join(", ")
                ))?;
            }
            Ok(())
        }
    }
}

async fn read_password() -> anyhow::Result<String> {
    let line = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    });
    let line = line.await?.context("no password on standard input")?;
    let given = line.trim_end_matches(['\r', '\n']);
    if let Some(why) = password::refuse(given) {
        bail!("{why}; it is read from the first line of standard input");
    }
    password::hash(given).await
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
