using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CityActors.Places.Tests")]
