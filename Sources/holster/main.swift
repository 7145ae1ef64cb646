print("holster")
