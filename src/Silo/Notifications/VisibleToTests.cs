using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CityActors.Notifications.Tests")]
