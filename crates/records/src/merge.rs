//! Two editors of one record: what each changed alone is put together, what both changed is a choice.

use serde_json::{Map, Value};

/// A field that both changed, differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The field, as a JSON pointer.
    pub field: String,
    /// What it was; `None` where it was absent.
    pub before: Option<Value>,
    /// What this editor made of it.
    pub mine: Option<Value>,
    /// What the other made of it.
    pub theirs: Option<Value>,
}

/// What came of putting two changes together.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Both changes; where they conflict, theirs, which is what the server has.
    pub value: Value,
    /// The choices to make. Empty: both changes are in `value`.
    pub conflicts: Vec<Conflict>,
}

/// Puts two changes of the same record together.
///
/// Objects go field by field. Lists go element by element as long as nobody made one shorter and not both longer: a list
/// that both lengthened, or that one shortened while the other changed it, is one field.
pub fn merge(before: &Value, mine: &Value, theirs: &Value) -> Merged {
    let mut conflicts = Vec::new();
    let value = field(Some(before), Some(mine), Some(theirs), "", &mut conflicts);
    Merged { value: value.unwrap_or(Value::Null), conflicts }
}

/// Takes this editor's side of a conflict.
pub fn take_mine(value: &mut Value, conflict: &Conflict) {
    let Some((parent, name)) = conflict.field.rsplit_once('/') else {
        *value = conflict.mine.clone().unwrap_or_default();
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match (value.pointer_mut(parent), &conflict.mine) {
        (Some(Value::Object(object)), Some(mine)) => {
            object.insert(name, mine.clone());
        }
        (Some(Value::Object(object)), None) => {
            object.remove(&name);
        }
        (Some(Value::Array(list)), Some(mine)) => {
            if let Some(slot) = name.parse::<usize>().ok().and_then(|at| list.get_mut(at)) {
                *slot = mine.clone();
            }
        }
        _ => {}
    }
}

fn field(
    before: Option<&Value>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
    path: &str,
    conflicts: &mut Vec<Conflict>,
) -> Option<Value> {
    if mine == theirs || mine == before {
        return theirs.cloned();
    }
    if theirs == before {
        return mine.cloned();
    }
    match (before, mine, theirs) {
        (Some(Value::Object(before)), Some(Value::Object(mine)), Some(Value::Object(theirs))) => {
            Some(Value::Object(objects(before, mine, theirs, path, conflicts)))
        }
        (Some(Value::Array(before)), Some(Value::Array(mine)), Some(Value::Array(theirs)))
            if mine.len() >= before.len()
                && theirs.len() >= before.len()
                && (mine.len() == before.len() || theirs.len() == before.len()) =>
        {
            let longest = mine.len().max(theirs.len());
            let items = (0..longest).filter_map(|at| {
                // Who did not lengthen the list said nothing of its new elements.
                let (b, m, t) = (before.get(at), mine.get(at), theirs.get(at));
                field(b, m, t, &format!("{path}/{at}"), conflicts)
            });
            Some(Value::Array(items.collect()))
        }
        _ => {
            conflicts.push(Conflict {
                field: path.to_owned(),
                before: before.cloned(),
                mine: mine.cloned(),
                theirs: theirs.cloned(),
            });
            theirs.cloned()
        }
    }
}

fn objects(
    before: &Map<String, Value>,
    mine: &Map<String, Value>,
    theirs: &Map<String, Value>,
    path: &str,
    conflicts: &mut Vec<Conflict>,
) -> Map<String, Value> {
    let mut names: Vec<&String> = theirs.keys().chain(mine.keys()).chain(before.keys()).collect();
    names.sort();
    names.dedup();
    let mut merged = Map::new();
    for name in names {
        let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
        let (b, m, t) = (before.get(name), mine.get(name), theirs.get(name));
        if let Some(value) = field(b, m, t, &path, conflicts) {
            merged.insert(name.clone(), value);
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn changes_of_other_fields_are_put_together() {
        let before =
            json!({"weather": "", "remarks": "", "readings": [{"value": "1"}], "crew": ["a"]});
        let mine =
            json!({"weather": "rain", "remarks": "", "readings": [{"value": "2"}], "crew": ["a"]});
        let theirs = json!({"weather": "", "remarks": "ice", "readings": [{"value": "1"}, {"value": "9"}], "crew": ["a"]});
        let merged = merge(&before, &mine, &theirs);
        assert_eq!(merged.conflicts, []);
        assert_eq!(
            merged.value,
            json!({"weather": "rain", "remarks": "ice", "readings": [{"value": "2"}, {"value": "9"}], "crew": ["a"]})
        );
    }

    #[test]
    fn the_same_field_is_a_choice_and_either_side_can_be_taken() {
        let (before, mine, theirs) = (
            json!({"position": {"a": 1}}),
            json!({"position": {"a": 2}}),
            json!({"position": {"a": 3}}),
        );
        let merged = merge(&before, &mine, &theirs);
        assert_eq!(merged.value, theirs);
        assert_eq!(merged.conflicts.len(), 1);
        assert_eq!(merged.conflicts[0].field, "/position/a");
        let mut value = merged.value;
        take_mine(&mut value, &merged.conflicts[0]);
        assert_eq!(value, mine);
    }

    #[test]
    fn a_list_that_both_lengthened_is_one_field() {
        let merged = merge(&json!({"crew": []}), &json!({"crew": ["a"]}), &json!({"crew": ["b"]}));
        assert_eq!(merged.conflicts[0].field, "/crew");
        let removed =
            merge(&json!({"c": ["a", "b"]}), &json!({"c": ["b"]}), &json!({"c": ["a", "x"]}));
        assert_eq!(removed.conflicts[0].field, "/c");
    }

    fn records() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            (0..3i32).prop_map(|n| json!(n)),
            "[ab]".prop_map(|s| json!(s))
        ];
        leaf.prop_recursive(3, 16, 3, |inner| {
            prop_oneof![
                proptest::collection::btree_map("[abc/~]", inner.clone(), 0..3)
                    .prop_map(|m| json!(m)),
                proptest::collection::vec(inner, 0..3).prop_map(|v| json!(v)),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_change_of_one_alone_is_taken_and_the_same_change_is_no_conflict(before in records(), after in records()) {
            for (mine, theirs) in [(&before, &after), (&after, &before), (&after, &after)] {
                let merged = merge(&before, mine, theirs);
                prop_assert_eq!(&merged.value, &after);
                prop_assert!(merged.conflicts.is_empty());
            }
        }

        #[test]
        fn who_comes_first_does_not_decide_what_conflicts(b in records(), m in records(), t in records()) {
            let fields = |merged: Merged| {
                let mut all: Vec<String> = merged.conflicts.into_iter().map(|c| c.field).collect();
                all.sort();
                all
            };
            prop_assert_eq!(fields(merge(&b, &m, &t)), fields(merge(&b, &t, &m)));
            // Without a choice to make, both orders give the same.
            let (one, other) = (merge(&b, &m, &t), merge(&b, &t, &m));
            if one.conflicts.is_empty() {
                prop_assert_eq!(one.value, other.value);
            }
        }
    }
}
