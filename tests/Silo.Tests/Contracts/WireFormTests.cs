using System.Reflection;
using CityActors.Silo.Orleans;
using CityActors.WorkOrders;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;

namespace CityActors.Silo.Tests.Contracts;

/// <summary>What one silo sends, another receives as it was.</summary>
public sealed class WireFormTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddSerializer()
        .AddSingleton<ListCodec>()
        .AddSingleton<IGeneralizedCodec>(provider => provider.GetRequiredService<ListCodec>())
        .AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<ListCodec>())
        .BuildServiceProvider();

    public static TheoryData<string> Contracts => StoredFormTests.Contracts;

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Contract_SentAndReceived_IsTheSame(string name)
    {
        var sent = ContractExamples.Of(ContractExamples.Types.First(type => type.FullName == name));
        var serializer = services.GetRequiredService<Serializer>();
        var received = serializer.Deserialize<object>(serializer.SerializeToArray(sent));
        Assert.Equal(sent.GetType(), received!.GetType());
        Assert.Equal(TextOf(sent), TextOf(received));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Contract_Copied_IsTheSame(string name)
    {
        var original = ContractExamples.Of(ContractExamples.Types.First(type => type.FullName == name));
        Assert.Equal(TextOf(original), TextOf(services.GetRequiredService<DeepCopier>().Copy(original)!));
    }

    [Fact]
    public void List_MadeByTheCompiler_IsSentAlone()
    {
        IReadOnlyList<string> one = ["a"];
        IReadOnlyList<string> many = [.. one, "b"];
        var serializer = services.GetRequiredService<Serializer>();
        Assert.Equal(one, serializer.Deserialize<IReadOnlyList<string>>(serializer.SerializeToArray(one)));
        Assert.Equal(many, serializer.Deserialize<IReadOnlyList<string>>(serializer.SerializeToArray(many)));
        Assert.Equal(many, services.GetRequiredService<DeepCopier>().Copy(many));
    }

    [Fact]
    public void Contract_OfAnotherSubtype_KeepsItsType()
    {
        foreach (var command in ContractExamples.Types.Where(type => type.IsSubclassOf(typeof(WorkOrderCommand))))
        {
            var serializer = services.GetRequiredService<Serializer>();
            var sent = (WorkOrderCommand)ContractExamples.Of(command);
            Assert.Equal(command, serializer.Deserialize<WorkOrderCommand>(serializer.SerializeToArray(sent))!.GetType());
        }
    }

    public void Dispose() => services.Dispose();

    private static string TextOf(object value) => (string)typeof(StoredFormTests).GetMethod(nameof(StoredFormTests.Text), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(value.GetType()).Invoke(null, [value])!;
}
