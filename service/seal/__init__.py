"""Capture → snapshot, and its verification. Pure."""
