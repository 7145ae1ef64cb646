import LoadGenerator

await LoadCommand.main()
