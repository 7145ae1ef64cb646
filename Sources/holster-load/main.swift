print("holster-load")
