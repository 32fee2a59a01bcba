"""Work that outlives a request: the engine, the worker, the reaper and the reconciler."""
