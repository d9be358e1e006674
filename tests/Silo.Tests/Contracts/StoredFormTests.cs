using System.Reflection;
using System.Text;
using CityActors.Commits;

namespace CityActors.Silo.Tests.Contracts;

/// <summary>What is stored is read back as it was.</summary>
public sealed class StoredFormTests
{
    public static TheoryData<string> Contracts => [.. ContractExamples.Types.Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Contract_StoredAndRead_IsTheSame(string name)
    {
        var type = ContractExamples.Types.First(type => type.FullName == name);
        var (stored, again) = ((string, string))typeof(StoredFormTests).GetMethod(nameof(ThereAndBack), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [ContractExamples.Of(type)])!;
        Assert.Equal(stored, again);
    }

    /// <summary>A contract as text.</summary>
    internal static string Text<T>(T value) => Encoding.UTF8.GetString(new StateSerializer().Serialize(value));

    private static (string Stored, string Again) ThereAndBack<T>(object value)
    {
        var stored = Text((T)value);
        return (stored, Text(new StateSerializer().Deserialize<T>(Encoding.UTF8.GetBytes(stored))));
    }
}
