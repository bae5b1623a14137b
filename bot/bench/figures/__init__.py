"""The figures, one module each: ``measure(folder, plan, meter) -> Result`` with a working folder of its own."""
