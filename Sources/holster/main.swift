import ModerationServer

await HolsterCommand.main()
