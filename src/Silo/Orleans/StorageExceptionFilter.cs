using System.Data.Common;
using CityActors.Storage;

namespace CityActors.Silo.Orleans;

/// <summary>
/// Database exceptions leave a grain as text only: the driver's own exception cannot be sent to another silo, and the caller would see an unknown
/// one.
/// </summary>
internal sealed class StorageExceptionFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw new OrleansException($"The database could not serve {context.TargetId}: {fault.Message}");
        }
    }

    private static bool IsOfDatabase(Exception? fault) => fault is DbException or StorageUnavailableException || (fault is not null && IsOfDatabase(fault.InnerException));
}
