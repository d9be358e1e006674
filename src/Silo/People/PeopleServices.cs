namespace CityActors.Silo.People;

/// <summary>Adds people and their signing in to the host.</summary>
internal static class PeopleServices
{
    /// <summary>Adds them.</summary>
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<Passwords>();
        services.AddSingleton<PeopleRegister>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<BasicSignIn>();
        services.AddSingleton<FirstAdministrator>();
    }
}
