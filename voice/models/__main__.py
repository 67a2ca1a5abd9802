from voice.models.command import main

main()
