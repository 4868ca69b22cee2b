//! `properties` objects: keys whose value is known, and nothing else.

use crate::store::entities::network;
use gagehouse_model::{Visibility, keys};
use serde_json::{Map, Value, json};

/// Collects keys; absent values leave no key.
#[derive(Debug, Default)]
pub struct Properties(Map<String, Value>);

impl Properties {
    /// Begins with further keys, which the known ones override.
    pub fn with(extra: &Map<String, Value>) -> Self {
        Self(extra.clone())
    }

    pub fn set<V: Into<Value>>(&mut self, key: &str, value: V) -> &mut Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    pub fn set_some<V: Into<Value>>(&mut self, key: &str, value: Option<V>) -> &mut Self {
        match value {
            Some(value) => self.set(key, value),
            None => self,
        }
    }

    /// The network as HydroServer writes it.
    pub fn workspace(&mut self, network: &network::Model) -> &mut Self {
        let is_private = Visibility::from_code(network.visibility) == Visibility::Private;
        self.set(
            keys::WORKSPACE,
            json!({
                "id": network.external_id,
                "name": network.name,
                "link": network.link,
                "isPrivate": is_private,
            }),
        )
    }

    pub fn into_json(self) -> Option<Value> {
        Some(Value::Object(self.0))
    }
}
