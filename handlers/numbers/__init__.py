"""The numbers in chat: /stats, reports that go out by themselves, pictures and Excel."""
