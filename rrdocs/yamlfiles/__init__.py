"""YAML files as records that know their lines."""
